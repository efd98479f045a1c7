import type { Actor } from '../../../src/local/actors/project.ts'
import { newRun } from '../../../src/local/runs/new-run.ts'

/** An Actor without a schema. */
export const ACTOR: Actor = {
  id: 'actor1',
  name: 'tester',
  title: undefined,
  description: undefined,
  categories: [],
  folder: '/actors/tester',
  version: '0.1',
  buildTag: 'latest',
  buildId: 'build1',
  buildNumber: '0.1.1',
  createdAt: '2026-01-02T03:04:05.000Z',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  memoryMbytes: 512,
  environment: { PLAIN: 'value', SECRET: '@secret', ACTOR_ID: 'overridden' },
  inputSchema: undefined,
  datasetSchema: undefined,
  readme: '',
  definition: {},
}

/** The storages of a run. */
export const IDS = { dataset: 'data1', store: 'store1', queue: 'queue1' }
/** What a caller that sets no options chose. */
export const CHOSEN = {
  options: {},
  meta: { origin: 'API', userAgent: null } as const,
  taskId: null,
  inputBodyLen: 7,
}

/** A new run of the Actor. */
export const RUN = newRun(ACTOR, 'run1', IDS, CHOSEN)
