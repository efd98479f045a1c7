import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { openWay, WAYS } from '../support/four-ways.ts'
import { seed } from '../support/seeded-server.ts'

/** The budget that a server has if its operator sets none. */
const BUDGET = 8000
/** Headers of HTTP repeat a name, so these are letters, of which 16 kB fit. */
const LONG = Array.from({ length: 3000 }, (_, i) => `q${(i * 7919) % 97}`).join('')
const RARE = 'ሰላምታ👩‍👩‍👧‍👦'.repeat(20_000)
const STORE = { type: 'ref/resource', uri: 'apify://store/{storeId}/{recordKey}' }

const REQUESTS: [what: string, method: string, params: unknown][] = [
  ['method', LONG, {}],
  ['tool', 'tools/call', { name: LONG, arguments: {} }],
  ['argument', 'tools/call', { name: 'get_run', arguments: { [RARE]: 1 } }],
  [
    '400 arguments',
    'tools/call',
    {
      name: 'get_run',
      arguments: Object.fromEntries(
        Array.from({ length: 400 }, (_, i) => [RARE.slice(0, 60) + i, 1]),
      ),
    },
  ],
  ['id', 'tools/call', { name: 'get_run', arguments: { runId: RARE } }],
  ['URI', 'resources/read', { uri: `apify://run/run1/log?${LONG}` }],
  ['unknown URI', 'resources/read', { uri: `apify://${LONG}` }],
  ['prompt', 'prompts/get', { name: LONG }],
  ['argument of a prompt', 'prompts/get', { name: 'debug_run', arguments: { runId: RARE } }],
  [
    'typed value',
    'completion/complete',
    { ref: STORE, argument: { name: 'storeId', value: RARE } },
  ],
  ['name to complete', 'completion/complete', { ref: STORE, argument: { name: RARE, value: '' } }],
  [
    'reference',
    'completion/complete',
    { ref: { type: 'ref/prompt', name: RARE }, argument: { name: 'runId', value: '' } },
  ],
  ['version', 'ping', { _meta: { 'io.modelcontextprotocol/protocolVersion': LONG } }],
  ['log level', 'logging/setLevel', { level: RARE }],
]

describe.each(WAYS)('$era over $transport', (way) => {
  it('never repeats what is long', { timeout: 60_000 }, async () => {
    const ask = await openWay(way, await seed())
    for (const [what, method, params] of REQUESTS) {
      const answer = JSON.stringify(await ask(method, params))
      expect(countTokens(answer), `${what}: ${answer.slice(0, 300)}`).toBeLessThanOrEqual(BUDGET)
      const isFilled = method === 'prompts/get'
      if (!isFilled) expect(answer.length, `${what}: ${answer.slice(0, 300)}`).toBeLessThan(4000)
    }
  })
})
