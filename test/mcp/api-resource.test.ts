import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { send } from '../support/fake-apify/reply.ts'
import { serve } from '../support/seeded-server.ts'

async function reader(args: string[] = []) {
  const server = await serve({ args: ['--tools=all', ...args] })
  const read = async (uri: string) => {
    const [content] = (await server.client.readResource({ uri })).contents
    return { text: '', blob: '', ...content }
  }
  return { ...server, read }
}

describe('an address of the API as a resource', () => {
  it('is a template with the toolset develop only', async () => {
    const listed = async (...args: string[]) => {
      const { client } = await serve({ args })
      return (await client.listResourceTemplates()).resourceTemplates.map(({ name }) => name)
    }
    expect(await listed('--tools=develop')).toEqual(['api'])
    expect(await listed('--tools=develop', '--read-only')).toEqual(['api'])
    expect(await listed()).not.toContain('api')
    expect(await listed('--tools=default,get_build')).not.toContain('api')
    const { client, fake } = await serve()
    const uri = 'https://api.apify.com/v2/datasets'
    await expect(client.readResource({ uri })).rejects.toThrow('no resource')
    expect(fake.requests).toEqual([])
  })

  it('shows what the API answers, in three spellings', async () => {
    const { read } = await reader()
    for (const uri of [
      'apify://api/v2/actor-runs/run1',
      'apify://api/actor-runs/run1',
      'https://api.apify.com/v2/actor-runs/run1',
    ]) {
      const content = await read(uri)
      expect(content).toMatchObject({ uri, mimeType: 'application/json' })
      expect(JSON.parse(content.text).data).toMatchObject({ id: 'run1', buildId: 'build1' })
    }
    expect((await read('apify://api/v2/logs/run1')).text).toContain('ERROR Page failed')
    expect((await read('apify://api/v2/datasets/data1/items?format=json&limit=1')).text).toContain(
      'https://example.com/',
    )
    const record = await read('apify://api/v2/key-value-stores/store1/records/OUTPUT')
    expect(JSON.parse(record.text).pages).toHaveLength(2)
  })

  it('gives a binary record as a blob', async () => {
    const { read, fake } = await reader()
    fake.records.set('store1/a', { body: Buffer.from([255, 216]), contentType: 'image/png' })
    const { blob } = await read('apify://api/v2/key-value-stores/store1/records/a')
    expect(blob).toBe('/9g=')
  })

  it('sends one GET, without what authorizes', async () => {
    const { read, fake } = await reader()
    await read('https://api.apify.com/v2/datasets?limit=1&token=short&signature=x')
    expect(fake.requests.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'GET', path: '/v2/datasets', query: { limit: '1' } },
    ])
  })

  it.each([
    'apify://api/v2/browser-info',
    'apify://api/v2/actors/alice~crawler/run-sync',
    'apify://api/v2/datasets?method=DELETE',
    'apify://api/v2/datasets/../users/me',
    'apify://api/v2/datasets/a%2Fitems',
    'apify://api/v2/datasets#x',
    'apify://api/',
    'https://api.apify.com.evil.example/v2/datasets',
    'https://api.apify.com@evil.example/v2/datasets',
    'https://api.apify.com/v3/datasets',
    'http://api.apify.com/v2/datasets',
  ])('is refused without a request: %s', async (uri) => {
    const { client, fake } = await reader()
    await expect(client.readResource({ uri })).rejects.toThrow(/not|no resource/)
    expect(fake.requests).toEqual([])
  })

  it('hides credentials of objects, and no field of rows', async () => {
    const { read, fake } = await reader()
    fake.on('GET /v2/users/me', (_, response) =>
      send(response, 200, { username: 'alice', proxy: { password: 'hunter2hunter2', groups: [] } }),
    )
    fake.on('GET /v2/webhooks', (_, response) =>
      send(response, 200, { total: 1, items: [{ id: 'w', headersTemplate: 'Bearer x' }] }),
    )
    const user = await read('apify://api/v2/users/me')
    expect(user.text).toContain('"groups"')
    expect(user.text).not.toContain('hunter2')
    expect((await read('apify://api/v2/webhooks')).text).not.toContain('Bearer')
    fake.datasets.set('data1', [{ envVars: 1, key: `mine ${fake.token}` }])
    const rows = await read('apify://api/v2/datasets/data1/items?format=json')
    expect(rows.text).toContain('"envVars":1')
    expect(rows.text).not.toContain(fake.token)
  })
})

describe('a webhook', () => {
  const requestUrl = 'https://u:hidden@hooks.slack.com/services/T0/B0/hidden?token=hidden&a=1'
  const shown = 'https://[redacted]@hooks.slack.com/services/T0/B0/[redacted]?token=[redacted]&a=1'

  it('is shown with the same address, without its secrets, by the resource and each tool', async () => {
    const { read, call, fake } = await reader()
    const calls = [{ errorMessage: `POST ${requestUrl}: 500`, responseStatus: 500 }]
    fake.automation.webhooks.clear()
    fake.automation.webhooks.set('hook1', { id: 'hook1', requestUrl })
    fake.develop.dispatches.splice(0)
    fake.develop.dispatches.push({ id: 'd1', webhookId: 'hook1', webhook: { requestUrl }, calls })
    const texts = [
      (await read('apify://api/v2/webhooks')).text,
      (await read('apify://api/v2/webhooks/hook1')).text,
      (await read('apify://api/v2/webhook-dispatches')).text,
    ]
    for (const [tool, args] of [
      ['list_webhooks', {}],
      ['get_webhook', { webhookId: 'hook1' }],
      ['list_webhook_dispatches', { webhookId: 'hook1' }],
    ] as const)
      texts.push(JSON.stringify((await call(tool, args)).raw.structuredContent))
    for (const text of texts) {
      expect(text).toContain(`"requestUrl":"${shown}"`)
      expect(text).not.toContain('hidden')
    }
  })
})

describe.each([500, 8000])('with a budget of %i tokens', (budget) => {
  it('a list ends with whole entries, and says how to go on', async () => {
    const { read, fake } = await reader([`--max-result-tokens=${budget}`])
    const items = Array.from({ length: 1000 }, (_, i) => ({
      id: `w${i}`,
      description: 'x '.repeat(40),
    }))
    fake.on('GET /v2/webhooks', (_, response) =>
      send(response, 200, { total: 1000, offset: 20, limit: 1000, nextCursor: 'c', items }),
    )
    const { text } = await read('apify://api/v2/webhooks?offset=20')
    expect(countTokens(text)).toBeLessThanOrEqual(budget)
    const { data, note } = JSON.parse(text)
    expect(data.items.length).toBeGreaterThan(3)
    expect(data.items[0]).toHaveProperty('id', 'w0')
    expect(note).toContain(`\`offset=${20 + data.items.length}\``)
    expect(data).not.toHaveProperty('nextCursor')
  })

  it('one large object is truncated with marks, and so are rows and texts', async () => {
    const { read, fake } = await reader([`--max-result-tokens=${budget}`])
    const readme = 'The ferry leaves at dawn. '.repeat(20_000)
    const sourceFiles = Array.from({ length: 2000 }, (_, i) => ({
      name: `f${i}`,
      content: readme.slice(0, 300),
    }))
    fake.on('GET /v2/actors/:id/versions/:version', (_, response) =>
      send(response, 200, {
        versionNumber: '0.1',
        readme,
        sourceFiles,
        envVars: [{ value: 'hidden' }],
      }),
    )
    fake.datasets.set('data1', sourceFiles)
    fake.logs.set('run1', readme)
    const version = await read('apify://api/v2/actors/a/versions/0.1')
    expect(countTokens(version.text)).toBeLessThanOrEqual(budget)
    expect(JSON.parse(version.text).note).toContain('truncated')
    expect(version.text).not.toContain('hidden')
    const rows = await read('apify://api/v2/datasets/data1/items?format=json&offset=5&limit=1000')
    expect(countTokens(rows.text)).toBeLessThanOrEqual(budget)
    const page = JSON.parse(rows.text)
    expect(page.note).toContain(`\`offset=${5 + page.items.length}\``)
    const log = await read('apify://api/v2/logs/run1')
    expect(countTokens(log.text)).toBeLessThanOrEqual(budget)
    expect(log.text).toContain('[truncated: ')
  })
})
