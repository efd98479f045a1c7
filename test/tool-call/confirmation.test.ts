import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { tools } from '../../tools/index.ts'
import { makeFolder } from '../support/folder.ts'
import { startServer } from '../support/mcp-client.ts'
import { seed } from '../support/seeded-server.ts'

/** Starts a server that asks, with a download folder, and records the questions; the person declines. */
async function serveAsking(...args: string[]) {
  const dir = await makeFolder('mcp-confirm-')
  const fake = await seed()
  const server = await startServer({
    fake,
    args: ['--tools=all', '--confirm=paid,write', `--download-dir=${dir}`, ...args],
    capabilities: { elicitation: {} },
  })
  const questions: string[] = []
  server.client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    questions.push(params.message)
    return { action: 'decline' }
  })
  return { ...server, fake, questions, dir }
}

it('exactly the tools that change something on Apify have a confirmation question', () => {
  const kinds = Object.fromEntries(tools.map(({ name, confirm }) => [name, confirm?.kind]))
  const changing = tools.filter(
    ({ annotations, needs }) => !annotations.readOnlyHint && needs !== 'list-changes',
  )
  expect(changing.map(({ name }) => kinds[name])).not.toContain(undefined)
  expect(Object.fromEntries(Object.entries(kinds).filter(([, kind]) => kind))).toEqual({
    run_actor: 'paid',
    run_actor_sync: 'paid',
    abort_run: 'write',
    push_dataset_items: 'write',
    put_record: 'write',
    create_storage: 'write',
    export_items: 'write',
    save_task: 'write',
    delete_task: 'write',
    save_schedule: 'paid',
    delete_schedule: 'write',
    save_webhook: 'write',
    delete_webhook: 'write',
    build_actor: 'paid',
    resurrect_run: 'paid',
    add_requests: 'write',
    delete_storage: 'write',
    rename_storage: 'write',
    delete_record: 'write',
  })
})

const long = 'x'.repeat(150)
const QUESTIONS: [tool: string, args: Record<string, unknown>, question: string][] = [
  [
    'run_actor',
    { actorId: 'alice/crawler' },
    'Run Actor "alice/crawler" with no input of its own? There is no limit on its cost.',
  ],
  [
    'run_actor_sync',
    {
      taskId: 'alice/nightly',
      input: { text: 'é'.repeat(1000) },
      maxTotalChargeUsd: 1.5,
      webhookUrl: 'https://a.example/hook',
    },
    `Run task "alice/nightly" of Actor "alice/crawler" with an input of 2.0 kB? It may cost at most 1.5 USD. When it ends, "https://a.example/hook" is notified. Input: {"text":"${'é'.repeat(391)}… [+611 chars]`,
  ],
  ['abort_run', { runId: 'run1' }, 'Abort run "run1"? This cannot be undone.'],
  [
    'push_dataset_items',
    { datasetId: 'data1', items: [{ a: 1 }, { a: 2 }] },
    'Append 2 rows (14 bytes) to dataset "data1"? Rows cannot be removed later. Rows: [{"a":1},{"a":2}]',
  ],
  [
    'put_record',
    { storeId: 'store1', recordKey: 'OUTPUT', text: 'hello' },
    'Write record "OUTPUT" (5 bytes, "text/plain; charset=utf-8") to key-value store "store1"? An existing record with that key is replaced. Content: "hello"',
  ],
  [
    'put_record',
    { storeId: 'store1', recordKey: 'photo', base64: 'AAAA'.repeat(500_000), contentType: 'a/b' },
    `Write record "photo" (1.5 MB, "a/b") to key-value store "store1"? An existing record with that key is replaced. Content: base64 "${'A'.repeat(400)}…" [+1999600 chars]`,
  ],
  [
    'create_storage',
    { type: 'dataset', name: 'prices' },
    'Create dataset "prices"? It is kept until someone deletes it.',
  ],
  [
    'export_items',
    { runId: 'run1', format: 'csv' },
    'Write all rows of run "run1" to file "run1.csv" in the download folder? An existing file with that name is replaced.',
  ],
  [
    'export_items',
    { storeId: 'store1', recordKey: 'OUTPUT' },
    'Write record "OUTPUT" of "store1" to a file named after it in the download folder? An existing file with that name is replaced.',
  ],
  [
    'export_items',
    { datasetId: 'data1', fileName: 'all.jsonl' },
    'Write all rows of "data1" to file "all.jsonl" in the download folder? An existing file with that name is replaced.',
  ],
  [
    'abort_run',
    { runId: 'a"?\n\n\u202eApproved.\u0007 "b' },
    'Abort run "a\\"? Approved. \\"b"? This cannot be undone.',
  ],
  ['abort_run', { runId: long }, `Abort run "${long.slice(0, 100)}…"? This cannot be undone.`],
  [
    'abort_run',
    { runId: 'apify_api_abcdefghijklmnop' },
    'Abort run "apify_api_[redacted]"? This cannot be undone.',
  ],
]

describe('a person is asked', () => {
  it('what a call would do, to which target, and how large it is', async () => {
    const { call, questions, fake, dir } = await serveAsking()
    for (const [tool, args] of QUESTIONS) {
      const { isError, text } = await call(tool, args)
      expect(isError, tool).toBe(true)
      expect(text, tool).toContain('The person declined')
    }
    expect(questions).toEqual(QUESTIONS.map(([, , question]) => question))
    expect(fake.requests.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(await readdir(dir)).toEqual([])
  })

  it('about an Actor that is a tool, by its name', async () => {
    const { call, questions, fake } = await serveAsking(
      '--actor-tools=alice/crawler',
      '--max-run-cost-usd=3',
    )
    await call('alice--crawler')
    const before = fake.requests.length
    const input = { startUrls: [{ url: 'https://a.example' }], country: 'C1' }
    expect((await call('alice--crawler', { ...input, country: 7 })).isError).toBe(true)
    expect((await call('alice--crawler', input)).text).toContain('The person declined')
    expect(questions).toEqual([
      'Run Actor "alice/crawler" with an input of 58 bytes? It may cost at most 3 USD. Input: {"startUrls":[{"url":"https://a.example"}],"country":"C1"}',
    ])
    expect(fake.requests).toHaveLength(before)
  })

  it('nothing when the arguments are invalid', async () => {
    const { call, questions, fake } = await serveAsking('--max-run-cost-usd=1')
    const actorId = 'alice/crawler'
    for (const [tool, args] of [
      ['run_actor', { actorId, taskId: 'alice/nightly' }],
      ['run_actor', { actorId, webhookUrl: 'ftp://a.example' }],
      ['run_actor_sync', { actorId, maxTotalChargeUsd: 1.01 }],
      ['put_record', { storeId: 'store1', recordKey: 'a' }],
      ['put_record', { storeId: 'store1', recordKey: 'a', base64: '?' }],
      ['put_record', { storeId: 'store1', recordKey: 'a', text: 'a', contentType: 'text' }],
      ['push_dataset_items', { datasetId: 'data1', items: [{ a: 'x'.repeat(5_000_000) }] }],
      ['export_items', { datasetId: 'data1', fileName: '../out.csv' }],
      ['export_items', { datasetId: 'data1', recordKey: 'a' }],
      ['export_items', {}],
      ['save_task', { name: 'a' }],
      ['save_schedule', { scheduleId: 'mornings', cronExpression: '* * *' }],
      ['save_schedule', { scheduleId: 'a', actions: [{ actorId, maxTotalChargeUsd: 1.01 }] }],
      ['save_webhook', { webhookId: 'webhook1', requestUrl: 'ftp://a.example' }],
    ] as const) {
      expect((await call(tool, args)).isError, JSON.stringify(args).slice(0, 80)).toBe(true)
    }
    expect(questions).toEqual([])
    expect(fake.requests).toEqual([])
  })
})

it('a cancelled call withdraws its question', async () => {
  const { client, call, fake } = await serveAsking()
  const waiting = new AbortController()
  const taken = new Promise<void>((resolve) => {
    client.setRequestHandler(ElicitRequestSchema, async (_, { signal }) => {
      waiting.abort()
      if (!signal.aborted) await once(signal, 'abort')
      resolve()
      return { action: 'accept' }
    })
  })
  const options = { signal: waiting.signal }
  await expect(call('run_actor', { actorId: 'alice/crawler' }, options)).rejects.toThrow()
  await taken
  await call('whoami')
  expect(fake.sent('POST /v2/actors/alice~crawler/runs')).toEqual([])
})
