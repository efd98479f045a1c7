import { expect, it } from 'vitest'
import {
  type RefusedRow,
  refusals,
  refused,
  type SameRow,
  same,
  sameAsWellFormed,
} from '../support/clients/rows.ts'
import { describeWays, withActorTool } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ACTOR_TOOL, ID } from '../support/clients/world-data.ts'

const { dataset: datasetId, run: runId, store: storeId, task: taskId } = ID
const actorId = ACTOR_NAME
const json = JSON.stringify
const input = { keywords: ['a'] }
const TARGET = { storeId, recordKey: 'new' }
const OUTPUT = { recordKey: 'OUTPUT' }

/** Returns arguments that all have one value. */
const all = (value: unknown, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, value]))

const PAGE = [
  'offset',
  'limit',
  'fields',
  'omit',
  'unwind',
  'flatten',
  'desc',
  'clean',
  'view',
  'format',
  'charOffset',
]
const START = [
  'taskId',
  'build',
  'memoryMbytes',
  'timeoutSecs',
  'maxItems',
  'maxTotalChargeUsd',
  'webhookUrl',
  'waitSecs',
]

/** Arguments that a client sends although they are not set. */
const NOT_SET = [
  ...same('list_dataset_items', {}, [
    ['null for the other id', { datasetId, runId: null }, { datasetId }],
    ['no text for the other id', { datasetId, runId: '' }, { datasetId }],
    ['blanks for the other id', { datasetId, runId: ' ' }, { datasetId }],
    ['no text for the other id, encoded', { datasetId, runId: '""' }, { datasetId }],
    ['null for the first id', { datasetId: null, runId }, { runId }],
    ['null for everything else', { datasetId, ...all(null, ...PAGE) }, { datasetId }],
    ['no text for everything else', { datasetId, ...all('', ...PAGE) }, { datasetId }],
  ]),
  ...same('run_actor', {}, [
    ['null for all options', { actorId, input, ...all(null, ...START) }, { actorId, input }],
    ['no text for all options', { actorId, input, ...all('', ...START) }, { actorId, input }],
    ['null for an input', { actorId, input: null }, { actorId }],
    ['null for an Actor beside a task', { actorId: null, taskId }, { taskId }],
    ['no text for an Actor beside a task', { actorId: '', taskId }, { taskId }],
  ]),
  ...same('put_record', TARGET, [
    [
      'null for the other values',
      { text: 'a', ...all(null, 'json', 'base64', 'contentType') },
      { text: 'a' },
    ],
    [
      'no text for the other values',
      { text: 'a', ...all('', 'json', 'base64', 'contentType') },
      { text: 'a' },
    ],
    ['no text beside an object', { json: { a: 1 }, text: '', base64: '' }, { json: { a: 1 } }],
    ['null beside a text without characters', { json: null, text: '' }, { text: '' }],
    ['no bytes beside a text without characters', { text: '', base64: '' }, { text: '' }],
  ]),
  ...same('get_record', OUTPUT, [
    ['no text for the other id', { storeId: '', runId }, { runId }],
    ['null for all options', { storeId, ...all(null, 'runId', 'path', 'offset') }, { storeId }],
    ['no text for all options', { storeId, ...all('', 'runId', 'path', 'offset') }, { storeId }],
  ]),
  ...same('get_log', { runId }, [
    ['null for all options', all(null, 'lines', 'search', 'before'), {}],
    ['no text for all options', all('', 'lines', 'search', 'before'), {}],
  ]),
  ...same('get_dataset', {}, [['null for the first id', { datasetId: null, runId }, { runId }]]),
  ...same('get_run', { runId }, [['null for a number', { waitSecs: null }, {}]]),
  ...same('abort_run', { runId }, [['null for a boolean', { gracefully: null }, {}]]),
  ...same('list_runs', {}, [
    ['null for all options', all(null, 'actorId', 'status', 'limit', 'offset', 'desc'), {}],
    ['no text for all options', all('', 'actorId', 'status', 'limit', 'offset', 'desc'), {}],
  ]),
  ...same('list_records', { storeId }, [
    ['null for all options', all(null, 'runId', 'prefix', 'limit', 'after'), {}],
    ['no text for all options', all('', 'runId', 'prefix', 'limit', 'after'), {}],
  ]),
  ...same('list_storages', { type: 'dataset' }, [['null for a boolean', { unnamed: null }, {}]]),
  ...same('search_actors', { query: 'crawler' }, [
    ['null for all options', all(null, 'category', 'limit', 'offset'), {}],
    ['no text for all options', all('', 'category', 'limit', 'offset'), {}],
  ]),
  ...same('get_actor', { actorId }, [['null for all options', all(null, 'section', 'offset'), {}]]),
  ...same('run_actor_sync', { actorId, input }, [
    ['null for all options', all(null, 'fields', 'limit', ...START), {}],
  ]),
  ...same(ACTOR_TOOL, { keywords: ['a'] }, [
    [
      'null for all options',
      all(null, 'depth', 'ratio', 'headless', 'query', 'proxy', 'startUrls'),
      {},
    ],
  ]),
]

const page = { datasetId, limit: 2 }

/** Arguments that are sent as one text, or as nothing. */
const WHOLE: SameRow[] = [
  { tool: 'list_dataset_items', what: 'all arguments as text', sent: json(page), wellFormed: page },
  {
    tool: 'list_dataset_items',
    what: 'all arguments encoded twice',
    sent: json(json(page)),
    wellFormed: page,
  },
  {
    tool: 'run_actor',
    what: 'all arguments as text, with one in it',
    sent: json({ actorId, input: json(input) }),
    wellFormed: { actorId, input },
  },
  {
    tool: 'put_record',
    what: 'a big integer in all arguments as text',
    sent: `{"storeId":"${storeId}","recordKey":"new","json":{"id":12345678901234567890}}`,
    wellFormed: { ...TARGET, json: { id: 12_345_678_901_234_567_890n } },
  },
  { tool: 'whoami', what: 'null for the arguments', sent: null, wellFormed: {} },
  { tool: 'whoami', what: 'an empty object as text', sent: '{}', wellFormed: {} },
  { tool: 'list_runs', what: 'no text for the arguments', sent: '', wellFormed: {} },
  { tool: 'list_runs', what: 'the text null for the arguments', sent: 'null', wellFormed: {} },
  { tool: ACTOR_TOOL, what: 'all arguments as text', sent: json(input), wellFormed: input },
]

const REFUSED: RefusedRow[] = [
  ...refusals('get_run', {}, [
    ['null for what is required', { runId: null }, '`runId`'],
    ['no text for what is required', { runId: '' }, 'runId'],
  ]),
  ...refusals('list_dataset_items', {}, [
    ['no id at all', { datasetId: '', runId: null }, 'Neither `datasetId` nor `runId`'],
    ['two ids', { datasetId, runId }, 'Both `datasetId` and `runId`'],
  ]),
  ...refusals('put_record', TARGET, [
    ['no value at all', { json: null, base64: null }, '`json`, `text` and `base64`'],
    ['two values', { json: { a: 1 }, text: 'a' }, '`json`, `text` and `base64`'],
  ]),
  ...refusals(ACTOR_TOOL, { depth: 1 }, [
    ['null for what an Actor requires', { keywords: null }, '`keywords`'],
  ]),
  {
    tool: 'get_run',
    what: 'half an object for the arguments',
    sent: '{"runId":',
    parts: [/argument/i],
  },
  { tool: 'get_run', what: 'a list for the arguments', sent: '["x"]', parts: [/argument/i] },
]

describeWays((connected) => {
  for (const table of [NOT_SET, WHOLE]) sameAsWellFormed(table, connected)
  refused(REFUSED, connected)

  it('a text without characters is stored if it is the only value', async () => {
    const args = { ...TARGET, text: '', json: null }
    const { structured } = await connected.outcome({ tool: 'put_record', args })
    expect(structured).toMatchObject({ recordKey: 'new', size: 0 })
  })
}, withActorTool)
