import { describe, expect, it } from 'vitest'
import { toJson } from '../support/clients/json.ts'
import { DUMP } from '../support/clients/rows.ts'
import { describeWays } from '../support/clients/use-client.ts'
import type { Client, Message } from '../support/clients/ways.ts'
import { ID } from '../support/clients/world-data.ts'
import { LEGACY, MODERN } from '../support/protocol-versions.ts'

const INVALID_PARAMS = -32602
const BOM = '\ufeff'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const PROMPT = { name: 'scrape_site', arguments: { url: 'https://example.com' } }
const WHOAMI = { name: 'whoami' }
const RUN = { name: 'get_run', arguments: { runId: ID.run } }
const INITIALIZE = {
  protocolVersion: LEGACY,
  capabilities: {},
  clientInfo: { name: 'raw', version: '1.0.0' },
}
const COMPLETION = {
  ref: { type: 'ref/resource', uri: 'apify://run/{runId}' },
  argument: { name: 'runId', value: 'H' },
}

type Params = Record<string, unknown>
/** A method, its params, and the entries of the params that are null, which means that they are absent. */
type NullRow = [method: string, params: Params, nulls: Params]

const NULLS: NullRow[] = [
  ...['tools', 'prompts', 'resources', 'resources/templates'].map(
    (list): NullRow => [`${list}/list`, {}, { cursor: null }],
  ),
  ['tools/call', WHOAMI, { arguments: null }],
  ['prompts/get', { name: 'scrape_site' }, { arguments: null }],
  ['completion/complete', COMPLETION, { context: null }],
]
/** The same for the metadata, which is different in each version. */
const NULL_META: NullRow[] = [
  ['tools/call', RUN, { progressToken: null }],
  ['tools/list', {}, { progressToken: null }],
  ['tools/call', RUN, { 'io.modelcontextprotocol/related-task': null }],
  ['tools/call', RUN, { 'com.example/own': null }],
]
/** Capabilities and other entries that a client sends as null. */
const NULL_CAPABILITIES = [
  'elicitation',
  'sampling',
  'roots',
  'experimental',
  'tasks',
  'extensions',
]

/** Requests with a part of a wrong type, which are refused with a sentence. */
const REFUSED: [what: string, method: string, params: Params][] = [
  ['no name', 'tools/call', {}],
  ['null for the name', 'tools/call', { name: null }],
  ['a number for the name', 'tools/call', { name: 5 }],
  ['a number for the cursor', 'tools/list', { cursor: 5 }],
  ['an object for the cursor', 'resources/list', { cursor: {} }],
  ['no address', 'resources/read', {}],
  ['a number for the address', 'resources/read', { uri: 5 }],
  ['no prompt', 'prompts/get', {}],
  ['a list for the arguments of a prompt', 'prompts/get', { ...PROMPT, arguments: ['a'] }],
  ['no reference', 'completion/complete', { argument: COMPLETION.argument }],
  ['an unknown kind of reference', 'completion/complete', { ...COMPLETION, ref: { type: 'x' } }],
  ['no argument', 'completion/complete', { ref: COMPLETION.ref }],
]
const REFUSED_META: [what: string, meta: Params][] = [
  ['an object for the progress token', { progressToken: {} }],
  ['a boolean for the progress token', { progressToken: true }],
]

/** Adds entries to the metadata of a request. */
function withMeta(message: Message, meta: Params): Message {
  const params: Params = Object(message.params)
  return { ...message, params: { ...params, _meta: { ...Object(params._meta), ...meta } } }
}

/** Returns what the server answers, without the id. */
async function answerTo(client: Client, message: Message, toText = toJson) {
  const { result, error } = await client.send(message, toText)
  return { result, error }
}

function expectSentence(error: { code: number; message: string } | undefined, code: RegExp) {
  expect(String(error?.code), JSON.stringify(error)).toMatch(code)
  expect(error?.message).toMatch(/^[A-Z`][^\n]+[.!]$/)
  expect(error?.message).not.toMatch(DUMP)
}

describeWays(({ client }, { version, transport }) => {
  describe('null means absent', () => {
    it.each(NULLS)('%s with %j and %j', async (method, params, nulls) => {
      const wanted = await answerTo(client(), client().message(method, params))
      const message = client().message(method, { ...params, ...nulls })
      expect(await answerTo(client(), message)).toEqual(wanted)
    })

    it.each(NULL_META)('%s with %j and %j in its metadata', async (method, params, nulls) => {
      const message = client().message(method, params)
      const wanted = await answerTo(client(), message)
      expect(wanted.error).toBeUndefined()
      expect(await answerTo(client(), withMeta(message, nulls))).toEqual(wanted)
    })

    it.each(['tools/list', 'prompts/list', 'tools/call'])('all params of %s', async (method) => {
      const wanted = await answerTo(client(), { method })
      expect(await answerTo(client(), { method, params: null })).toEqual(wanted)
    })

    it('the metadata', async () => {
      const wanted = await answerTo(client(), { method: 'tools/call', params: RUN })
      const params = { ...RUN, _meta: null }
      expect(await answerTo(client(), { method: 'tools/call', params })).toEqual(wanted)
    })

    it.each(NULL_CAPABILITIES)('the capability %s', async (name) => {
      const capabilities = { [name]: null }
      const legacy = { method: 'initialize', params: { ...INITIALIZE, capabilities } }
      const modern = withMeta(client().message('tools/call', RUN), { [CAPABILITIES]: capabilities })
      const { result, error } = await client().send(version === MODERN ? modern : legacy)
      expect(error).toBeUndefined()
      expect(result).toBeDefined()
    })

    it('the params of a notification', async () => {
      await client().notify({ method: 'notifications/initialized', params: null })
      await client().notify({ method: 'notifications/roots/list_changed', params: { _meta: null } })
      const { error } = await client().send(client().message('tools/list'))
      expect(error).toBeUndefined()
    })
  })

  describe('what stands around a message', () => {
    it.each([
      ['a byte order mark', (text: string) => `${BOM}${text}`],
      ['blanks', (text: string) => ` \t${text} `],
      ['a mark and a carriage return', (text: string) => `${BOM}${text}\r`],
    ])('is skipped: %s', async (_, around) => {
      const message = client().message('tools/call', RUN)
      const wanted = await answerTo(client(), message)
      const done = await answerTo(client(), message, (whole) => around(toJson(whole)))
      expect(done).toEqual(wanted)
    })
  })

  describe('an error is a sentence', () => {
    it.each(REFUSED)('for %s (%s)', async (_, method, params) => {
      const { error } = await client().send(client().message(method, params))
      // Over HTTP, modern clients repeat the name in a header, which then does not match.
      const isChecked = transport === 'HTTP' && version === MODERN
      expectSentence(error, isChecked ? /^-32602$|^-32020$/ : /^-32602$/)
    })

    it.each(REFUSED_META)('for %s', async (_, meta) => {
      const { error } = await client().send(withMeta(client().message('tools/list'), meta))
      expectSentence(error, /^-32602$/)
    })

    it.each([
      ['a number', 5],
      ['a list', ['a']],
      ['a boolean', true],
      ['a text that is no object', 'run1'],
    ])('for arguments that are %s', async (_, args) => {
      const message = client().message('tools/call', { ...RUN, arguments: args })
      const { result, error } = await client().send(message)
      const text = error?.message ?? result?.content?.[0]?.text
      expect(error?.code ?? INVALID_PARAMS).toBe(INVALID_PARAMS)
      expect(error !== undefined || result?.isError).toBe(true)
      expect(text).toMatch(/argument/i)
      expect(text).not.toMatch(DUMP)
    })

    it.each([
      ['no version', { ...INITIALIZE, protocolVersion: undefined }],
      ['a number for the version', { ...INITIALIZE, protocolVersion: 5 }],
      ['no client', { ...INITIALIZE, clientInfo: null }],
      ['a text for the capabilities', { ...INITIALIZE, capabilities: 'all' }],
    ])('for a handshake with %s', async (_, params) => {
      if (version === MODERN) return
      const { error } = await client().send({ method: 'initialize', params })
      expectSentence(error, /^-32602$/)
    })
  })

  it('definitions of tools have no bound that tells a model nothing', async () => {
    const { result } = await client().send(client().message('tools/list'))
    expect(JSON.stringify(result)).not.toContain(String(Number.MAX_SAFE_INTEGER))
  })
})
