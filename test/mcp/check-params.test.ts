import { describe, expect, it } from 'vitest'
import { openWay, WAYS, type Way } from '../support/four-ways.ts'
import { seed } from '../support/seeded-server.ts'

const CLIENT = { name: 'a', version: '1' }
const greet = (params: object) => ({
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: CLIENT,
  ...params,
})
const prompt = { name: 'debug_run', arguments: { runId: 'run1' } }
const completion = {
  ref: { type: 'ref/prompt', name: 'debug_run' },
  argument: { name: 'runId', value: 'r' },
}
const RUN_LOG = 'apify://run/run1/log'
const capabilities = (given: unknown) => ({
  _meta: { 'io.modelcontextprotocol/clientCapabilities': given },
})

type Row = [method: string, sent: unknown, meant: unknown, era?: Way['era']]

/** Params with nulls, and what they mean. */
const NULLS: Row[] = [
  ['ping', null, undefined, 'legacy'],
  ['ping', { _meta: null }, {}, 'legacy'],
  ['ping', { _meta: { progressToken: null } }, {}, 'legacy'],
  ['initialize', greet({ capabilities: null }), greet({}), 'legacy'],
  ['initialize', greet({ capabilities: { roots: null, tasks: null } }), greet({}), 'legacy'],
  [
    'initialize',
    greet({ capabilities: { experimental: { a: null }, sampling: { tools: null } } }),
    greet({ capabilities: { experimental: {}, sampling: {} } }),
    'legacy',
  ],
  [
    'initialize',
    greet({ clientInfo: { ...CLIENT, title: null, icons: null } }),
    greet({}),
    'legacy',
  ],
  ['server/discover', { more: null }, {}, 'modern'],
  ['tools/list', capabilities({ elicitation: null, roots: null }), {}, 'modern'],
  ['tools/list', capabilities({ elicitation: { form: null, url: null } }), {}, 'modern'],
  ['tools/list', { _meta: { 'io.modelcontextprotocol/clientInfo': null } }, {}, 'modern'],
  ['tools/list', { _meta: { 'io.modelcontextprotocol/logLevel': null } }, {}, 'modern'],
  ['tools/list', null, null],
  ['tools/list', { cursor: null }, {}],
  ['tools/list', { cursor: null, _meta: { progressToken: null, a: null } }, {}],
  ['resources/list', { cursor: null }, {}],
  ['resources/templates/list', { cursor: null }, {}],
  ['prompts/list', { cursor: null }, {}],
  ['resources/read', { uri: RUN_LOG, name: null }, { uri: RUN_LOG }],
  ['prompts/get', { ...prompt, arguments: { runId: 'run1', other: null } }, prompt],
  ['prompts/get', { ...prompt, arguments: null }, { name: 'debug_run' }],
  ['prompts/get', { ...prompt, arguments: '{"runId":"run1"}' }, prompt],
  ['completion/complete', { ...completion, context: null }, completion],
  ['completion/complete', { ...completion, context: { arguments: null } }, completion],
  ['completion/complete', { ...completion, context: { arguments: { a: null } } }, completion],
  ['logging/setLevel', { level: null }, {}],
  ['tools/call', { name: 'whoami', arguments: null, task: null }, { name: 'whoami' }],
  ['tools/call', { name: 'whoami', arguments: '' }, { name: 'whoami' }],
  ['tools/call', { name: 'whoami', arguments: 'null' }, { name: 'whoami' }],
  ['tools/call', { name: 'whoami', inputResponses: null, requestState: null }, { name: 'whoami' }],
  [
    'tools/call',
    { name: 'get_run', arguments: '{"runId":"run1","waitSecs":0}' },
    { name: 'get_run', arguments: { runId: 'run1', waitSecs: 0 } },
  ],
]

/** Params of a wrong form, and what is said about them. */
const WRONG: [method: string, sent: unknown, said: string, era?: Way['era']][] = [
  ['tools/list', [], '`params` must be an object.'],
  ['tools/list', 'a', '`params` must be an object.'],
  ['tools/list', 7, '`params` must be an object.'],
  ['tools/list', { _meta: 7 }, '`params._meta` must be an object.'],
  ['tools/list', { _meta: [] }, '`params._meta` must be an object.'],
  ['tools/list', { cursor: 7 }, '`params.cursor` must be a string.'],
  ['prompts/list', { cursor: {} }, '`params.cursor` must be a string.'],
  [
    'tools/call',
    { name: 'whoami', _meta: { progressToken: {} } },
    '`params._meta.progressToken` must be a string or an integer.',
  ],
  ['tools/call', {}, '`params.name` is missing; it must be a string.'],
  ['tools/call', { name: null }, '`params.name` is missing; it must be a string.'],
  ['tools/call', { name: 7, arguments: {} }, '`params.name` must be a string.'],
  ['tools/call', { name: 'whoami', arguments: [] }, '`params.arguments` must be an object.'],
  ['tools/call', { name: 'whoami', arguments: 7 }, '`params.arguments` must be an object.'],
  ['tools/call', { name: 'whoami', arguments: 'all' }, '`params.arguments` must be an object.'],
  ['tools/call', { name: 'whoami', arguments: '[1]' }, '`params.arguments` must be an object.'],
  ['tasks/get', {}, '`params.taskId` is missing; it must be a string.'],
  ['tasks/cancel', { taskId: 7 }, '`params.taskId` must be a string.'],
  ['tasks/result', {}, '`params.taskId` is missing; it must be a string.', 'legacy'],
  ['tasks/list', { cursor: 7 }, '`params.cursor` must be a string.', 'legacy'],
  ['resources/read', {}, '`params.uri` is missing; it must be a string.'],
  ['resources/read', { uri: ['a'] }, '`params.uri` must be a string.'],
  ['prompts/get', { arguments: {} }, '`params.name` is missing; it must be a string.'],
  [
    'prompts/get',
    { ...prompt, arguments: { runId: 7 } },
    '`params.arguments.runId` must be a string.',
  ],
  ['completion/complete', { ...completion, ref: 'a' }, '`params.ref` must be an object.'],
  [
    'completion/complete',
    { ...completion, ref: { type: 'a' } },
    '`params.ref.type` must be "ref/prompt" or "ref/resource".',
  ],
  ['completion/complete', { ...completion, argument: [] }, '`params.argument` must be an object.'],
  ['completion/complete', { ...completion, context: 'a' }, '`params.context` must be an object.'],
  ['initialize', {}, '`params.protocolVersion` is missing; it must be a string.', 'legacy'],
  [
    'initialize',
    greet({ protocolVersion: null }),
    '`params.protocolVersion` is missing; it must be a string.',
    'legacy',
  ],
  [
    'initialize',
    greet({ protocolVersion: 7 }),
    '`params.protocolVersion` must be a string.',
    'legacy',
  ],
  ['initialize', greet({ capabilities: [] }), '`params.capabilities` must be an object.', 'legacy'],
  [
    'initialize',
    greet({ capabilities: { roots: { listChanged: 'yes' } } }),
    '`params.capabilities.roots.listChanged` must be true or false.',
    'legacy',
  ],
  [
    'initialize',
    greet({ clientInfo: { name: 'a' } }),
    '`params.clientInfo.version` is missing; it must be a string.',
    'legacy',
  ],
  [
    'tools/list',
    capabilities({ roots: 7 }),
    '`params._meta.io.modelcontextprotocol/clientCapabilities.roots` must be an object.',
    'modern',
  ],
  [
    'tools/list',
    { _meta: { 'io.modelcontextprotocol/protocolVersion': 7 } },
    '`params._meta.io.modelcontextprotocol/protocolVersion` must be a string.',
    'modern',
  ],
]

describe.each(WAYS)('in the $era era over $transport', (way) => {
  it('null in a message means absent', async () => {
    const ask = await openWay(way, await seed())
    for (const [method, sent, meant, era = way.era] of NULLS) {
      if (era !== way.era) continue
      const what = `${method} ${JSON.stringify(sent)}`
      expect(await ask(method, sent), what).toEqual(await ask(method, meant))
    }
  })

  it('null in the arguments of a tool reaches it', async () => {
    const fake = await seed()
    const ask = await openWay(way, fake)
    const args = { datasetId: 'data1', items: [{ a: null, b: [null] }] }
    for (const sent of [args, JSON.stringify(args)]) {
      const answer = await ask('tools/call', { name: 'push_dataset_items', arguments: sent })
      expect(answer).toHaveProperty('result.structuredContent.pushed', 1)
    }
    const pushed = fake.sent('POST /v2/datasets/data1/items').map(({ body }) => `${body}`)
    expect(pushed).toEqual(Array(2).fill('[{"a":null,"b":[null]}]'))
  })

  it('wrong params are answered with one sentence', async () => {
    const ask = await openWay(way, await seed())
    for (const [method, sent, said, era = way.era] of WRONG) {
      if (era !== way.era) continue
      const what = `${method} ${JSON.stringify(sent)}`
      expect(await ask(method, sent), what).toEqual({ error: { code: -32602, message: said } })
    }
  })
})
