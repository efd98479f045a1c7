import { expect, it } from 'vitest'
import { refusals, refused, same, sameAsWellFormed } from '../support/clients/rows.ts'
import { describeWays } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ID } from '../support/clients/world-data.ts'

const { dataset: datasetId, run: runId, store: storeId, task: taskId, actor } = ID
const actorId = ACTOR_NAME
const CONSOLE = 'https://console.apify.com'

/** Returns rows of calls with an id as people paste it. */
function pasted(tool: string, argument: string, id: string, texts: readonly string[], shared = {}) {
  return same(
    tool,
    shared,
    texts.map((text) => [JSON.stringify(text), { [argument]: text }, { [argument]: id }]),
  )
}

/** What people copy along with an id. */
const around = (id: string) => [` ${id}`, `${id}\n`, `\t${id} `, `${id}/`, ` ${id}/ `]

const RUNS = [
  `${CONSOLE}/actors/runs/${runId}`,
  `${CONSOLE}/actors/runs/${runId}/`,
  `${CONSOLE}/actors/${actor}/runs/${runId}`,
  `${CONSOLE}/actors/${actor}/runs/${runId}#output`,
  ` ${CONSOLE}/actors/tasks/${taskId}/runs/${runId}?tab=log `,
  `${CONSOLE}/organization/${storeId}/actors/runs/${runId}`,
  `https://api.apify.com/v2/actor-runs/${runId}?token=secret`,
]
const DATASETS = [
  `${CONSOLE}/storage/datasets/${datasetId}`,
  `${CONSOLE}/storage/datasets/${datasetId}/`,
  `${CONSOLE}/organization/${storeId}/storage/datasets/${datasetId}?tab=items`,
  `https://api.apify.com/v2/datasets/${datasetId}/items?format=json`,
]
const STORES = [
  `${CONSOLE}/storage/key-value-stores/${storeId}`,
  `${CONSOLE}/storage/key-value-stores/${storeId}#records`,
  `https://api.apify.com/v2/key-value-stores/${storeId}/records/OUTPUT`,
]
const ACTORS = [
  'https://apify.com/alice/crawler',
  'https://apify.com/alice/crawler/',
  'https://www.apify.com/alice/crawler?fpr=abc',
  'https://apify.com/alice/crawler/input-schema',
  'https://apify.com/alice/crawler#readme',
  'apify.com/alice/crawler',
]
const ACTOR_PAGES = [`${CONSOLE}/actors/${actor}`, `${CONSOLE}/actors/${actor}/input`]

/** Every form for one tool of each argument, and an address for the other tools. */
const PASTED = [
  ...pasted('get_run', 'runId', runId, [...around(runId), ...RUNS]),
  ...pasted('get_log', 'runId', runId, RUNS.slice(3, 5)),
  ...pasted('abort_run', 'runId', runId, RUNS.slice(0, 1)),
  ...pasted('list_dataset_items', 'runId', runId, RUNS.slice(1, 3)),
  ...pasted('get_record', 'runId', runId, RUNS.slice(0, 1), { recordKey: 'OUTPUT' }),
  ...pasted('list_records', 'runId', runId, RUNS.slice(0, 1)),
  ...pasted('list_dataset_items', 'datasetId', datasetId, [...around(datasetId), ...DATASETS]),
  ...pasted('get_dataset', 'datasetId', datasetId, DATASETS.slice(0, 1)),
  ...pasted('push_dataset_items', 'datasetId', datasetId, DATASETS.slice(1, 3), { items: [{}] }),
  ...pasted('list_records', 'storeId', storeId, [...around(storeId), ...STORES]),
  ...pasted('get_record', 'storeId', storeId, STORES.slice(1), { recordKey: 'OUTPUT' }),
  ...pasted('put_record', 'storeId', storeId, STORES.slice(0, 2), { recordKey: 'a', text: 'b' }),
  ...pasted('run_actor', 'actorId', actorId, [...around(actorId), ...ACTORS], { input: {} }),
  ...pasted('get_actor', 'actorId', actorId, ACTORS.slice(0, 2)),
  ...pasted('run_actor_sync', 'actorId', actorId, ACTORS.slice(2, 3)),
  ...pasted('validate_input', 'actorId', actorId, ACTORS.slice(0, 1), { input: {} }),
  ...pasted('list_runs', 'actorId', actorId, ACTORS.slice(0, 1)),
  ...pasted('run_actor', 'actorId', actor, [...around(actor), ...ACTOR_PAGES]),
  ...pasted('run_actor', 'taskId', taskId, [
    `${taskId} `,
    `${CONSOLE}/actors/tasks/${taskId}/input`,
  ]),
]

/** What has no id of the wanted kind in it. */
const REFUSED = [
  ...refusals('get_run', {}, [
    ['the address of a dataset', { runId: `${CONSOLE}/storage/datasets/${datasetId}` }, 'runId'],
    ['the address of another site', { runId: 'https://example.com/actors/runs/abc' }, 'runId'],
    ['blanks', { runId: ' ' }, 'runId'],
    ['two ids', { runId: `${runId} ${runId}` }, 'runId'],
    ['a path', { runId: `../../users/me` }, 'runId'],
  ]),
  ...refusals('list_dataset_items', {}, [
    ['the address of a run', { datasetId: `${CONSOLE}/actors/runs/${runId}` }, 'datasetId'],
    [
      'the address of a store',
      { datasetId: `${CONSOLE}/storage/key-value-stores/${storeId}` },
      'datasetId',
    ],
  ]),
  ...refusals('run_actor', {}, [
    ['the address of a run', { actorId: `${CONSOLE}/actors/runs/${runId}` }, 'actorId'],
    ['a page that is no Actor', { actorId: 'https://apify.com/pricing' }, 'actorId'],
  ]),
]

describeWays((connected) => {
  sameAsWellFormed(PASTED, connected)
  refused(REFUSED, connected)

  it('an error never repeats the token of an address', async () => {
    const args = { runId: 'https://api.apify.com/v2/datasets/abc?token=sesame' }
    const { isError, text } = await connected.outcome({ tool: 'get_run', args })
    expect(isError).toBe(true)
    expect(text).not.toContain('sesame')
  })
})
