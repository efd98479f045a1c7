import type { Actor } from '../actors/project.ts'
import { USERNAME } from '../ids.ts'
import type { Build } from './build.ts'

/** What a start of a run answers, in short. */
const RUN = {
  type: 'object',
  properties: {
    data: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        actId: { type: 'string' },
        status: { type: 'string' },
        startedAt: { type: 'string', format: 'date-time' },
        finishedAt: { type: 'string', format: 'date-time', nullable: true },
        defaultDatasetId: { type: 'string' },
        defaultKeyValueStoreId: { type: 'string' },
      },
    },
  },
}

/** The ways to run an Actor, by the ends of their addresses. */
const WAYS = [
  {
    path: 'run-sync-get-dataset-items',
    summary: 'Runs the Actor, waits for its end and returns the items of its dataset.',
    answer: { type: 'array', items: { type: 'object' } },
  },
  {
    path: 'runs',
    summary: 'Starts a run of the Actor and returns it.',
    answer: { $ref: '#/components/schemas/runsResponseSchema' },
  },
  {
    path: 'run-sync',
    summary: 'Runs the Actor, waits for its end and returns the record OUTPUT.',
    answer: {},
  },
] as const

/** Returns the OpenAPI document of a build: how to run the Actor, with its input schema. */
export function openApiOf(build: Build, { name, title, description }: Actor, baseUrl: string) {
  const paths = WAYS.map((way) => [
    `/acts/${USERNAME}~${name}/${way.path}`,
    { post: operation(way, name) },
  ])
  return {
    openapi: '3.0.1',
    info: { title: title ?? name, description: description ?? '', version: build.version },
    servers: [{ url: `${baseUrl}/v2` }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: {
        inputSchema: build.inputSchema ?? { type: 'object' },
        runsResponseSchema: RUN,
      },
    },
  }
}

function operation({ path, summary, answer }: (typeof WAYS)[number], name: string) {
  const token = { name: 'token', in: 'query', required: true, schema: { type: 'string' } }
  const input = { 'application/json': { schema: { $ref: '#/components/schemas/inputSchema' } } }
  return {
    operationId: `${path}-${USERNAME}-${name}`,
    summary,
    tags: ['Run Actor'],
    parameters: [token],
    requestBody: { required: true, content: input },
    responses: {
      201: { description: 'Created', content: { 'application/json': { schema: answer } } },
    },
  }
}
