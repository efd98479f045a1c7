import { expect, it, onTestFinished } from 'vitest'
import { outcomeOf } from '../support/clients/outcome.ts'
import { describeWays } from '../support/clients/use-client.ts'
import { connectBy, WAYS } from '../support/clients/ways.ts'
import { startWorld, type World } from '../support/clients/world.ts'
import { ACTOR_NAME, ID, WORLD_RUN } from '../support/clients/world-data.ts'
import { send } from '../support/fake-apify/reply.ts'
import type { Handler } from '../support/fake-apify/server.ts'

const { dataset: datasetId, run: runId, store: storeId } = ID
const actorId = ACTOR_NAME

type Odd = [what: string, changes: object]

const NOTHING = Object.fromEntries(Object.keys(WORLD_RUN).map((key) => [key, undefined]))

/** Runs with a part in another form than Apify documents. */
const RUNS: Odd[] = [
  ['an exit code as text', { exitCode: '0' }],
  ['an exit code that is no number', { exitCode: {} }],
  ['a list for the statistics', { stats: [] }],
  ['no statistics', { stats: null }],
  ['statistics as text', { stats: { runTimeSecs: '12.5' } }],
  ['a time as a number', { startedAt: 1_767_323_045_000 }],
  ['times as numbers', { startedAt: 1_767_323_045, finishedAt: 1_767_323_060 }],
  ['a time that is no time', { finishedAt: 'yesterday' }],
  ['times that are no times', { startedAt: '', finishedAt: 'not yet' }],
  ['a time that is an object', { startedAt: { $date: 1_767_323_045_000 } }],
  ['a cost as text', { usageTotalUsd: '0.0042' }],
  ['options as a list', { options: [] }],
  ['a limit as text', { options: { maxTotalChargeUsd: 'none' } }],
  ['a message that is a number', { statusMessage: 404 }],
  ['a build number that is a number', { buildNumber: 12 }],
  ['a list for the metadata', { meta: [] }],
  ['an Actor without id', { actId: null }],
  ['no storages', { defaultDatasetId: null, defaultKeyValueStoreId: null }],
  ['only what is needed', NOTHING],
]

/** All of it at once, for the other tools that show a run. */
const ODDEST = Object.assign({}, ...RUNS.slice(0, -1).map(([, changes]) => changes))

/** The other calls that show a run. */
const RUN_CALLS: [tool: string, args: object][] = [
  ['list_runs', {}],
  ['abort_run', { runId }],
  ['run_actor', { actorId, input: {} }],
  ['run_actor_sync', { actorId, input: {} }],
]

function answerWithRun(changes: object) {
  const run = { ...WORLD_RUN, ...changes, id: runId, status: 'SUCCEEDED' }
  return ({ answer }: World) => {
    for (const pattern of ['GET /v2/actor-runs/:id', 'POST /v2/actors/:id/runs'])
      answer(pattern, (_, response) => send(response, 200, run))
    answer('GET /v2/actor-runs', (_, response) => send(response, 200, { total: 1, items: [run] }))
  }
}

const page = (status: number): Handler => {
  const html =
    '<!DOCTYPE html><html><head><title>Request blocked</title></head><body>No</body></html>'
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html', 'retry-after': '0' }).end(html)
    return undefined
  }
}

describeWays(({ outcome }) => {
  const expectShown = async (tool: string, args: object, changes: object) => {
    const arrange = answerWithRun(changes)
    const { isError, text } = await outcome({ tool, args, arrange })
    expect(isError, text).toBe(false)
    expect(text).toContain(`"runId":"${runId}"`)
    expect(text).toContain('"status":"SUCCEEDED"')
    // JSON writes a number that is none as null, and a time that is none would mislead.
    expect(text).not.toMatch(/:null|NaN|Invalid Date|yesterday/)
  }

  it.each(RUNS)('get_run shows a run with %s', (_, changes) =>
    expectShown('get_run', { runId }, changes),
  )

  it.each(RUN_CALLS)('%s shows a run with all of that, and with nothing', async (tool, args) => {
    for (const changes of [ODDEST, NOTHING]) await expectShown(tool, args, changes)
  })

  it('a status that is unknown is shown', async () => {
    const { structured } = await outcome({
      tool: 'get_run',
      args: { runId },
      arrange: ({ answer }) =>
        answer('GET /v2/actor-runs/:id', (_, response) =>
          send(response, 200, { ...WORLD_RUN, status: 'MIGRATING' }),
        ),
    })
    expect(structured).toMatchObject({ runId, status: 'MIGRATING' })
  })

  it.each([403, 502])(
    'a page of a firewall (%i) is told from an answer of Apify',
    async (status) => {
      for (const [tool, args, pattern] of [
        ['get_run', { runId }, 'GET /v2/actor-runs/:id'],
        ['list_dataset_items', { datasetId }, 'GET /v2/datasets/:id/items'],
        [
          'put_record',
          { storeId, recordKey: 'a', text: 'b' },
          'PUT /v2/key-value-stores/:id/records/:key',
        ],
      ] as const) {
        const arrange = ({ answer }: World) => answer(pattern, page(status))
        const { isError, text } = await outcome({ tool, args, arrange })
        expect(isError, `${tool} ${text}`).toBe(true)
        expect(text).toMatch(/web page|HTML|firewall|proxy|not (?:from )?Apify/i)
        expect(text).not.toMatch(/<|token is not allowed|give the token/i)
      }
    },
  )
})

it.each(['/', '/v2', '/v2/'])('APIFY_API_BASE_URL may end in %s', async (end) => {
  const calls = WAYS.map(async (way) => {
    const world = await startWorld()
    onTestFinished(() => world.fake.close())
    const { url, token } = world.fake
    const client = await connectBy(way, { fake: { url: `${url}${end}`, token } })
    const call = { tool: 'list_dataset_items', args: { datasetId, limit: 1 } }
    const { structured, text } = await outcomeOf(client, world, call)
    expect(structured.count, text).toBe(1)
  })
  await Promise.all(calls)
})
