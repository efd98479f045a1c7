import { expect, test } from 'vitest'
import { newRun, resurrected } from '../../../src/local/runs/new-run.ts'
import { ACTOR, CHOSEN, IDS } from '../../support/local-platform/run-objects.ts'

test('a new run has the defaults of its Actor', () => {
  expect(newRun(ACTOR, 'run1', IDS, CHOSEN)).toMatchObject({
    id: 'run1',
    actId: 'actor1',
    buildId: 'build1',
    status: 'READY',
    options: { build: 'latest', timeoutSecs: 3600, memoryMbytes: 512, diskMbytes: 1024 },
    stats: { inputBodyLen: 7, restartCount: 0 },
    defaultDatasetId: 'data1',
    storageIds: { keyValueStores: { default: 'store1' } },
    meta: { origin: 'API', userAgent: null },
  })
})

const META = { origin: 'SCHEDULER', userAgent: null, scheduleId: 's1' } as const

test('a new run has the options that its caller chose', () => {
  const options = { timeoutSecs: 60, memoryMbytes: 128, diskMbytes: 256, build: '0.1.1' }
  const chosen = { ...CHOSEN, options, meta: META, taskId: 'task1' }
  const run = newRun(ACTOR, 'run1', IDS, chosen)
  expect(run).toMatchObject({ options, actorTaskId: 'task1', meta: META })
})

test('a resurrected run is ready again and keeps its storages', () => {
  const run = newRun(ACTOR, 'run1', IDS, CHOSEN)
  const finished = { ...run, status: 'FAILED', exitCode: 1, finishedAt: run.startedAt } as const
  expect(resurrected(finished, { ...ACTOR, buildNumber: '0.2.1' }, { timeoutSecs: 9 })).toEqual({
    ...run,
    buildNumber: '0.2.1',
    options: { ...run.options, timeoutSecs: 9 },
    stats: { ...run.stats, resurrectCount: 1 },
  })
})
