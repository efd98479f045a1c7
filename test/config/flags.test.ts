import { describe, expect, it } from 'vitest'
import { DEFAULT_TOOLS } from '../support/default-tools.ts'
import { startRaw } from '../support/raw-server.ts'
import { serve } from '../support/seeded-server.ts'

const READING = [
  'whoami',
  'search_actors',
  'get_actor',
  'validate_input',
  'get_run',
  'list_runs',
  'get_log',
  'get_dataset',
  'list_dataset_items',
  'query_dataset',
  'list_records',
  'get_record',
  'list_storages',
]
const COUNT = DEFAULT_TOOLS.length

async function namesWith(...args: string[]) {
  const { client } = await serve({ args })
  return (await client.listTools()).tools.map(({ name }) => name)
}

describe('--tools', () => {
  it.each([
    ['--tools=get_run,whoami', ['whoami', 'get_run']],
    [
      '--tools=runs',
      ['run_actor', 'run_actor_sync', 'get_run', 'list_runs', 'abort_run', 'get_log'],
    ],
    [
      '--tools=actors, get_log',
      ['whoami', 'search_actors', 'get_actor', 'validate_input', 'get_log'],
    ],
    [
      '--tools=develop',
      [
        ...['get_build', 'list_builds', 'build_actor', 'resurrect_run', 'list_webhook_dispatches'],
        ...['get_request_queue', 'add_requests', 'delete_storage', 'rename_storage'],
        'delete_record',
      ],
    ],
    ['--tools=dynamic', ['add_actor_tool', 'remove_actor_tool']],
  ])('%s offers only these', async (flag, names) => {
    expect(await namesWith(flag)).toEqual(names)
  })

  it('may be an unfilled placeholder of a manifest', async () => {
    expect(await namesWith('--tools=')).toHaveLength(COUNT)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a manifest leaves unfilled
    expect(await namesWith('--tools=${user_config.tools}')).toHaveLength(COUNT)
  })

  it('makes the others impossible to call', async () => {
    const { call, fake } = await serve({ args: ['--tools', 'whoami'] })
    const { isError, text } = await call('put_record', { storeId: 'a', recordKey: 'b', text: 'c' })
    expect(isError).toBe(true)
    expect(text).toContain('whoami')
    expect(fake.requests).toEqual([])
  })
})

describe('--read-only', () => {
  it('offers only tools that change nothing', async () => {
    expect(await namesWith('--read-only')).toEqual(READING)
    expect(await namesWith('--read-only=true')).toEqual(READING)
    expect(await namesWith('--read-only=false')).toHaveLength(COUNT)
  })

  it('offers the tools of other toolsets that change nothing, if they are asked for', async () => {
    expect(await namesWith('--read-only', '--tools=develop')).toEqual([
      'get_build',
      'list_builds',
      'list_webhook_dispatches',
      'get_request_queue',
    ])
  })

  it('has none that changes its list, since what that adds starts runs', async () => {
    expect(await namesWith('--read-only', '--tools=whoami,dynamic')).toEqual(['whoami'])
  })

  it('refuses the others and says so in whoami', async () => {
    const { call, fake } = await serve({ args: ['--read-only'] })
    const refused = await call('push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] })
    expect(refused.isError).toBe(true)
    expect(fake.requests).toEqual([])
    expect((await call('whoami')).structured.readOnly).toBe(true)
  })
})

describe('--max-run-cost-usd', () => {
  const START = 'POST /v2/actors/alice~crawler/runs'

  it.each(['run_actor', 'run_actor_sync'])('caps %s', async (tool) => {
    const { call, fake } = await serve({ args: ['--max-run-cost-usd=0.5'] })
    const over = await call(tool, { actorId: 'alice/crawler', maxTotalChargeUsd: 0.51 })
    expect(over.isError).toBe(true)
    expect(over.text).toContain('0.5')
    expect(over.text).toContain('no run was started')
    expect(fake.requests).toEqual([])
    await call(tool, { actorId: 'alice/crawler' })
    await call(tool, { actorId: 'alice/crawler', maxTotalChargeUsd: 0.2 })
    const sent = fake.sent(START).map(({ query }) => query.maxTotalChargeUsd)
    expect(sent).toEqual(['0.5', '0.2'])
  })

  it('is reported by whoami', async () => {
    const { call } = await serve({ args: ['--max-run-cost-usd', '2'] })
    expect((await call('whoami')).structured.maxRunCostUsd).toBe(2)
  })
})

describe('a bad command line', () => {
  it.each<[args: string[], named: string]>([
    [['--bogus'], '--bogus'],
    [['stray'], 'stray'],
    [['-x'], '-h'],
    [['--tools=nope'], 'nope'],
    [['--tools=whoami,nope'], 'nope'],
    [['--tools'], '--tools'],
    [['--tools=,'], '--tools'],
    [['--max-result-tokens=499'], '--max-result-tokens'],
    [['--max-result-tokens=25001'], '--max-result-tokens'],
    [['--max-result-tokens=many'], '--max-result-tokens'],
    [['--max-result-tokens=600.5'], '--max-result-tokens'],
    [['--max-result-tokens'], '--max-result-tokens'],
    [['--max-run-cost-usd=-1'], '--max-run-cost-usd'],
    [['--max-run-cost-usd=NaN'], '--max-run-cost-usd'],
    [['--max-run-cost-usd=Infinity'], '--max-run-cost-usd'],
    [['--read-only=yes'], '--read-only'],
    [['--no-structured=1'], '--no-structured'],
    [['--http', '--tools=default,dynamic'], 'dynamic'],
    [['--http', '--tools=add_actor_tool'], 'add_actor_tool'],
    [['--confirm'], '--confirm'],
    [['--confirm=,'], '--confirm'],
    [['--confirm=true'], '--confirm'],
    [['--confirm=paid,free'], 'free'],
    [['--confirm=paid', '--confirm-fallback'], '--confirm-fallback'],
    [['--confirm=paid', '--confirm-fallback=ask'], 'ask'],
    [['--confirm-fallback=allow'], '--confirm-fallback'],
    [['--tools=no\npe'], 'pe'],
    [['--allow-actors=crawler'], 'crawler'],
    [['--max-runs=0'], '--max-runs'],
    [['--actor-tools=acme/a,bob~b', '--deny-actors=BOB/*'], 'bob~b'],
  ])('is reported in one line with exit code 2: %j', async (args, named) => {
    const { child, exited, messages } = await startRaw({ args, env: { APIFY_TOKEN: 'a' } })
    // A server that starts in spite of its flags ends with its input.
    child.stdin.end()
    const { code, stderr, stray } = await exited
    expect(code).toBe(2)
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(named)
    expect([...messages, ...stray]).toEqual([])
  })

  it('lists the valid names', async () => {
    const { exited } = await startRaw({ args: ['--tools=nope'] })
    const { stderr } = await exited
    for (const name of ['runs', 'storage', 'actors', 'run_actor_sync'])
      expect(stderr).toContain(name)
  })

  it.each(['not a url', 'ftp://example.com', 'http://'])(
    'names APIFY_API_BASE_URL when it is %j',
    async (url) => {
      const env = { APIFY_TOKEN: 'secret', APIFY_API_BASE_URL: url }
      const { code, stderr } = await (await startRaw({ env })).exited
      expect(code).toBe(2)
      expect(stderr).toMatch(/^[^\n]*APIFY_API_BASE_URL[^\n]*\n$/)
      expect(stderr).not.toContain('secret')
    },
  )

  it.each([
    ['APIFY_TOKEN', 'apify_api_secret with a blank'],
    ['APIFY_TOKEN', 'apify_api_secret\nAPIFY_X=1'],
  ])('names %s when it is %j, without its value', async (name, value) => {
    const { code, stderr } = await (await startRaw({ env: { [name]: value } })).exited
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(`^[^\\n]*${name}[^\\n]*\\n$`))
    expect(stderr).not.toContain('secret')
  })

  it.each<[name: string, value: string, args: string[], env: Record<string, string>]>([
    ['HTTPS_PROXY', 'someone:secret', [], { APIFY_TOKEN: 'a' }],
    ['https_proxy', 'socks5://someone:secret@localhost:1080', ['--http'], {}],
    ['HTTP_PROXY', 'http://someone:sec/ret@proxy', ['--local=false'], { NO_PROXY: 'other.test' }],
  ])('names %s when it is %j and the cloud is used', async (name, value, args, env) => {
    const { exited } = await startRaw({ args, env: { ...env, [name]: value } })
    const { code, stderr } = await exited
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(`^[^\\n]*${name}[^\\n]*\\n$`))
    expect(stderr).not.toMatch(/secret|someone/)
  })
})
