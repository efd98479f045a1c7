import { expect, it } from 'vitest'
import { refusals, refused, same, sameAsWellFormed } from '../support/clients/rows.ts'
import { describeWays, withActorTool } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ACTOR_TOOL, ID } from '../support/clients/world-data.ts'

const { dataset: datasetId, run: runId, store: storeId } = ID
const actorId = ACTOR_NAME
const json = JSON.stringify
const input = { keywords: ['a', 'b,c'], depth: 2 }
const items = [{ a: 1 }, { a: 'two' }]
const TARGET = { storeId, recordKey: 'new' }
/** An integer that a double cannot hold. */
const BIG = 12_345_678_901_234_567_890n

/** Numbers, booleans, objects and arrays that a client sends as text. */
const AS_TEXT = [
  ...same('list_dataset_items', { datasetId }, [
    ['a number as text', { limit: '2' }, { limit: 2 }],
    ['two numbers as text', { offset: '3', limit: '2' }, { offset: 3, limit: 2 }],
    ['blanks around a number', { limit: ' 4 ' }, { limit: 4 }],
    ['true as text', { desc: 'true', limit: 3 }, { desc: true, limit: 3 }],
    ['false as text', { clean: 'false', limit: 3 }, { clean: false, limit: 3 }],
    ['an array as text', { fields: '["id","url"]' }, { fields: ['id', 'url'] }],
    ['an array encoded twice', { omit: json('["id"]') }, { omit: ['id'] }],
  ]),
  ...same('get_log', { runId }, [
    ['numbers as text', { before: '12', lines: '3' }, { before: 12, lines: 3 }],
    ['an integer with a point', { lines: '5.0' }, { lines: 5 }],
  ]),
  ...same('get_run', { runId }, [['zero as text', { waitSecs: '0' }, { waitSecs: 0 }]]),
  ...same('list_runs', {}, [['false as text', { desc: 'false' }, { desc: false }]]),
  ...same('abort_run', { runId }, [['true as text', { gracefully: 'true' }, { gracefully: true }]]),
  ...same('run_actor', { actorId }, [
    ['a fraction as text', { maxTotalChargeUsd: '0.5' }, { maxTotalChargeUsd: 0.5 }],
    ['an object as text', { input: json(input) }, { input }],
    ['an object encoded twice', { input: json(json(input)) }, { input }],
    [
      'an object and a number as text',
      { input: '{}', timeoutSecs: '0' },
      { input: {}, timeoutSecs: 0 },
    ],
  ]),
  ...same('run_actor_sync', { actorId }, [
    ['an object as indented text', { input: json(input, null, 2) }, { input }],
  ]),
  ...same('validate_input', { actorId }, [
    ['an object as text', { input: json(input) }, { input }],
  ]),
  ...same('put_record', TARGET, [
    ['an object as text', { json: '{"a":1}' }, { json: { a: 1 } }],
    ['an empty object as text', { json: '{}' }, { json: {} }],
  ]),
  ...same('push_dataset_items', { datasetId }, [
    ['an array as text', { items: json(items) }, { items }],
    ['an array encoded twice', { items: json(json(items)) }, { items }],
    ['entries as text', { items: items.map((item) => json(item)) }, { items }],
  ]),
  ...same(ACTOR_TOOL, { keywords: ['a'] }, [
    ['an object as text', { proxy: '{"useApifyProxy":true}' }, { proxy: { useApifyProxy: true } }],
    ['numbers as text', { depth: '3', ratio: '0.25' }, { depth: 3, ratio: 0.25 }],
    ['a boolean as text', { headless: 'false' }, { headless: false }],
    [
      'objects as text',
      { startUrls: '[{"url":"https://a.b"}]' },
      { startUrls: [{ url: 'https://a.b' }] },
    ],
    ['an array of texts as text', { keywords: '["a","b,c"]' }, { keywords: ['a', 'b,c'] }],
  ]),
]

/** One text for a list. */
const LISTS = [
  ...same('list_dataset_items', { datasetId }, [
    ['one name', { fields: 'id' }, { fields: ['id'] }],
    ['names with commas', { fields: 'id,title' }, { fields: ['id', 'title'] }],
    ['names with commas and blanks', { omit: 'author, tags' }, { omit: ['author', 'tags'] }],
    ['one name to unwind', { unwind: 'tags' }, { unwind: ['tags'] }],
    ['one name to flatten', { flatten: 'author' }, { flatten: ['author'] }],
  ]),
  ...same('run_actor_sync', { actorId }, [
    ['names with commas', { fields: 'id,url' }, { fields: ['id', 'url'] }],
  ]),
  ...same(ACTOR_TOOL, {}, [
    ['one text that is no name', { keywords: 'a, b and c' }, { keywords: ['a, b and c'] }],
  ]),
]

/** Integers that would lose digits as numbers. */
const DIGITS = [
  ...same('run_actor', { actorId }, [
    ['a big integer in an object as text', { input: `{"id":${BIG}}` }, { input: { id: BIG } }],
  ]),
  ...same('push_dataset_items', { datasetId }, [
    ['big integers in an array as text', { items: `[{"id":${BIG}}]` }, { items: [{ id: BIG }] }],
    ['big integers in entries as text', { items: [`{"id":-${BIG}}`] }, { items: [{ id: -BIG }] }],
  ]),
]

/** What no one can be sure about, or what is wrong in any form. */
const REFUSED = [
  ...refusals('list_dataset_items', { datasetId }, [
    ['a word for a number', { limit: 'ten' }, '`limit`'],
    ['a fraction for an integer', { limit: '1.5' }, '`limit`'],
    ['a number in an array', { limit: [10] }, '`limit`'],
    ['a boolean for a number', { limit: true }, '`limit`'],
    ['a word for a boolean', { desc: 'newest' }, '`desc`'],
    ['a number for a boolean', { desc: 1 }, '`desc`'],
    ['a number for a list', { fields: 5 }, '`fields`'],
    ['an unknown argument', { lmit: '2' }, '`lmit`', 'limit?'],
    ['an unknown format', { format: 'pdf' }, '`format`', 'jsonl'],
  ]),
  ...refusals('get_record', { storeId }, [
    ['a number for a text', { recordKey: 10 }, '`recordKey`'],
  ]),
  ...refusals('put_record', TARGET, [['an object for a text', { text: { a: 1 } }, '`text`']]),
  ...refusals('run_actor', { actorId }, [
    ['an array for an object', { input: '[1]' }, '`input`'],
    ['half an object', { input: '{"a":1' }, '`input`'],
    ['a word for an object', { input: 'a' }, '`input`'],
  ]),
  ...refusals('push_dataset_items', { datasetId }, [
    ['words for rows', { items: 'a,b' }, '`items'],
    ['numbers for rows', { items: '[1]' }, '`items'],
  ]),
  ...refusals(ACTOR_TOOL, { keywords: ['a'] }, [
    ['a word for a number of an Actor', { depth: 'deep' }, '`depth`'],
    ['a number for texts of an Actor', { keywords: 5 }, '`keywords`'],
  ]),
]

/** Texts that look like other values. */
const TEXTS = ['10', 'true', 'null', '{"a":1}', '["a"]', '"quoted"', '', ' padded ', 'a,b', '1e3']

describeWays((connected) => {
  for (const table of [AS_TEXT, LISTS, DIGITS]) sameAsWellFormed(table, connected)
  refused(REFUSED, connected)

  it.each(TEXTS)('a text stays as it is: %j', async (text) => {
    const args = { ...TARGET, text }
    const { isError, requests } = await connected.outcome({ tool: 'put_record', args })
    expect(isError).toBe(false)
    expect(requests).toContain(
      `PUT /v2/key-value-stores/${storeId}/records/new text/plain; charset=utf-8${text && ` ${text}`}`,
    )
  })

  it.each(['10', 'true', 'null'])('a key stays as it is: %j', async (recordKey) => {
    const args = { storeId, recordKey }
    const { structured } = await connected.outcome({ tool: 'get_record', args })
    expect(structured).toHaveProperty('text')
  })

  it('big integers reach Apify with all their digits', async () => {
    const args = { datasetId, items: `[{"id":${BIG}}]` }
    const { requests } = await connected.outcome({ tool: 'push_dataset_items', args })
    expect(requests.join('\n')).toContain(String(BIG))
  })
}, withActorTool)
