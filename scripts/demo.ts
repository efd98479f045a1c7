import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { z } from 'zod'
import { startDemoSite } from './demo-site.ts'

/**
 * How many characters of a result the demo prints. The size that it shows is of the whole result.
 */
const SHOWN_CHARS = 700

const answer = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

const started = z.object({ runId: z.string(), datasetId: z.string(), storeId: z.string() })

/** Calls a tool as an agent would and prints what the agent sees. An error ends the demo. */
async function show(client: Client, name: string, args: Record<string, unknown>): Promise<unknown> {
  const begin = performance.now()
  const options = {
    onprogress: ({ message }: { message?: string }) => console.log(`   … ${message}`),
  }
  const result = answer.parse(await client.callTool({ name, arguments: args }, undefined, options))
  const seconds = ((performance.now() - begin) / 1000).toFixed(2)
  const text = result.content.map((block) => block.text ?? `[${block.type}]`).join('\n')
  console.log(`\n▶ ${name} ${JSON.stringify(args).slice(0, 300)}`)
  console.log(text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)} …` : text)
  console.log(`  = ${encode(text).length} tokens, ${seconds} s`)
  if (result.isError) throw new Error(`${name} failed`)
  return result.structuredContent
}

/** Calls each of the nine core tools once, on a crawl of `urls`. */
async function tour(client: Client, urls: string[]): Promise<void> {
  const input = { startUrls: urls.map((url) => ({ url })), maxPages: 20 }
  const actorId = 'local/website-crawler'
  await show(client, 'whoami', {})
  await show(client, 'run_actor_sync', {
    actorId,
    input,
    fields: ['url', 'title', 'links'],
    limit: 5,
  })
  const run = started.parse(await show(client, 'run_actor', { actorId, input }))
  await show(client, 'get_run', { runId: run.runId, waitSecs: 45 })
  await show(client, 'get_log', { runId: run.runId, lines: 5 })
  await show(client, 'list_dataset_items', { runId: run.runId, limit: 3 })
  await show(client, 'get_record', { runId: run.runId, recordKey: 'OUTPUT' })
  const summary = { about: urls, by: 'an agent' }
  await show(client, 'push_dataset_items', { datasetId: run.datasetId, items: [summary] })
  await show(client, 'put_record', { storeId: run.storeId, recordKey: 'SUMMARY', json: summary })
}

async function main(): Promise<void> {
  const givenUrls = process.argv.slice(2)
  const site = givenUrls.length === 0 ? await startDemoSite() : undefined
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-demo-'))
  const client = new Client({ name: 'demo', version: '1.0.0' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['dist/main.js', '--local', dir],
    stderr: 'inherit',
  })
  try {
    await client.connect(transport)
    const { tools } = await client.listTools()
    console.log(`Connected over stdio, without a token: ${tools.length} tools.`)
    await tour(client, site ? [site.url] : givenUrls)
    console.log('\nThe demo is complete.')
  } finally {
    await client.close()
    await site?.close()
    await rm(dir, { recursive: true, force: true })
  }
}

await main()
