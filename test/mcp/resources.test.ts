import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { serve } from '../support/seeded-server.ts'

const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '

async function reader(args: string[] = []) {
  const server = await serve({ args })
  const read = async (uri: string) => {
    const [content] = (await server.client.readResource({ uri })).contents
    return { text: '', blob: '', ...content }
  }
  return { ...server, read }
}

describe('resources', () => {
  it('are templates with simple expressions', async () => {
    const { client } = await reader()
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'apify://dataset/{datasetId}/items{?offset,limit}',
      'apify://store/{storeId}/{recordKey}',
      'apify://run/{runId}/log',
      'apify://actor/{actorId}/readme',
    ])
    expect((await client.listResources()).resources).toEqual([])
  })

  it.each([
    ['apify://dataset/data1/items', 'application/json', '"count":3'],
    ['apify://dataset/data1/items?offset=1&limit=1', 'application/json', '"next":{"offset":2}'],
    ['apify://dataset/data1/items?offset=&limit=', 'application/json', '"count":3'],
    ['apify://dataset/data1/items?limit=5000', 'application/json', '`limit` is at most 1000.'],
    ['apify://store/store1/OUTPUT', 'application/json', '{"pages":[{"title":"Home"}'],
    ['apify://store/%20store1%0A/%60OUTPUT%60', 'application/json', '{"pages":[{"title":"Home"}'],
    ['apify://dataset/%20data1%20/items', 'application/json', '"count":3'],
    ['apify://run/run1/OUTPUT', 'application/json', '{"pages"'],
    ['apify://run/run1/log', 'text/plain', 'INFO  Start\n2026-01-02 ERROR'],
    ['apify://actor/alice~crawler/readme', 'text/markdown', '# Crawler'],
    ['apify://actor/alice%2Fcrawler/readme', 'text/markdown', '# Crawler'],
  ])('reads %s', async (uri, mimeType, part) => {
    const { read } = await reader()
    const content = await read(uri)
    expect(content).toMatchObject({ uri, mimeType })
    expect(content.text).toContain(part)
  })

  it.each([
    'apify://dataset/data1',
    'apify://dataset/../items',
    'apify://dataset/%2e%2e/items',
    'apify://dataset/data1/items?limit=0',
    'apify://dataset/data1/items?limit=ten',
    'apify://dataset/data1/items?offset=1.5',
    'apify://dataset/data1/items?token=1',
    'apify://dataset/data1/items?datasetId=data2',
    'apify://dataset/data1/items?fields=id',
    'apify://store/store1/nope',
    'apify://store/store1/%zz',
    'apify://run/nope/log',
    'https://example.com/',
    'file:///etc/passwd',
  ])('refuses %s with a reason', async (uri) => {
    const { client } = await reader()
    await expect(client.readResource({ uri })).rejects.toThrow(/\w{4}/)
    expect((await client.listTools()).tools.length).toBeGreaterThan(0)
  })

  it('gives binary as a blob up to 1 MiB, and refuses more', async () => {
    const { read, fake } = await reader()
    const body = Buffer.alloc(1024 * 1024, 7)
    fake.records.set('store1/zip', { body, contentType: 'application/zip' })
    expect(Buffer.from((await read('apify://store/store1/zip')).blob, 'base64')).toEqual(body)
    fake.records.set('store1/zip', { body: Buffer.alloc(2e6), contentType: 'application/zip' })
    await expect(read('apify://store/store1/zip')).rejects.toThrow('1 MiB')
  })

  it.each([
    ['image/jpg', Buffer.from([0xff, 0xd8]), { mimeType: 'image/jpeg', blob: '/9g=' }],
    ['application/octet-stream', 'a,b', { mimeType: 'text/plain', text: 'a,b' }],
    ['application/csv', 'a,b', { mimeType: 'application/csv', text: 'a,b' }],
    ['application/sql', 'SELECT', { mimeType: 'application/sql', text: 'SELECT' }],
    ['application/x-mine', 'a\0', { mimeType: 'application/x-mine', blob: 'YQA=' }],
  ])('gives a record of type %s as clients know it', async (contentType, body, content) => {
    const { read, fake } = await reader()
    fake.records.set('store1/a', { body, contentType })
    expect(await read('apify://store/store1/a')).toMatchObject(content)
  })

  it.each([500, 8000])('stay within a budget of %i tokens', async (budget) => {
    const { read, fake } = await reader([`--max-result-tokens=${budget}`])
    const long = lorem.repeat(9000)
    fake.datasets.set(
      'data1',
      Array.from({ length: 300 }, () => ({ text: long.slice(0, 5000) })),
    )
    fake.records.set('store1/big', {
      body: JSON.stringify({ long }),
      contentType: 'application/json',
    })
    fake.logs.set('run1', Array.from({ length: 3000 }, (_, n) => `${n} ${lorem}`).join('\n'))
    fake.catalog.builds.set('alice~crawler', { id: 'b', readme: long })
    for (const path of [
      'dataset/data1/items',
      'store/store1/big',
      'run/run1/log',
      'actor/alice~crawler/readme',
    ]) {
      const { text } = await read(`apify://${path}`)
      expect(text.length, path).toBeGreaterThan(budget)
      expect(countTokens(text), path).toBeLessThanOrEqual(budget)
    }
  })

  it('are offered only with the tools that read the same data', async () => {
    const { client } = await reader(['--tools=get_log'])
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ name }) => name)).toEqual(['run-log'])
    const uri = 'apify://store/store1/OUTPUT'
    await expect(client.readResource({ uri })).rejects.toThrow('no resource')
    const none = await reader(['--tools=whoami'])
    expect(none.client.getServerCapabilities()).toEqual({ logging: {}, tools: {} })
  })
})

describe('completion', () => {
  it.each([
    ['runId', 'ru', {}, ['run1']],
    ['runId', 'x', {}, []],
    ['datasetId', '', {}, ['prices', 'prices1', 'data1']],
    ['recordKey', 'OUT', { storeId: 'store1' }, ['OUTPUT']],
    ['recordKey', '', {}, []],
    ['actorId', 'alice~', {}, ['alice~crawler']],
    ['nothing', '', {}, []],
  ])('of %s as %j with %j', async (name, value, given, values) => {
    const { client } = await reader()
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: 'apify://run/{runId}/log' },
      argument: { name, value },
      context: { arguments: given },
    })
    expect(completion.values).toEqual(values)
  })

  it('gives no values when the token is wrong', async () => {
    const { client } = await serve({ token: 'wrong' })
    const ref = { type: 'ref/prompt' as const, name: 'debug_run' }
    const { completion } = await client.complete({ ref, argument: { name: 'runId', value: '' } })
    expect(completion.values).toEqual([])
  })
})

describe('prompts', () => {
  it('name only existing tools, and use their arguments', async () => {
    const { client } = await reader()
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['scrape_site', 'debug_run'])
    const tools = (await client.listTools()).tools.map(({ name }) => name)
    for (const { name } of prompts) {
      const args = { url: 'https://shop.example', wanted: 'name, price', runId: 'run1' }
      const { messages } = await client.getPrompt({ name, arguments: args })
      const text = JSON.stringify(messages)
      expect(text).toMatch(/https:\/\/shop\.example.*name, price|run1/)
      for (const [, tool] of text.matchAll(/`([a-z]+_[a-z_]+)`/g)) expect(tools).toContain(tool)
    }
  })

  it('report missing arguments', async () => {
    const { client } = await reader()
    await expect(client.getPrompt({ name: 'debug_run' })).rejects.toThrow('runId')
    await expect(client.getPrompt({ name: 'nope' })).rejects.toThrow('scrape_site')
  })

  it('are offered only when their tools are', async () => {
    const { client } = await reader(['--read-only'])
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['debug_run'])
  })
})
