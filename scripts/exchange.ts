import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { z } from 'zod'
import { startDemoSite } from './demo-site.ts'

/** The address that the picture shows instead of the demo's own, which changes. */
const SHOWN_URL = 'https://shop.example/'
/** The longest line of the picture, in characters. */
const LINE_CHARS = 101
/** The fields of a run that are the same each time. */
const STABLE_FIELDS = ['status', 'exitCode', 'usageUsd']

const answer = z.looseObject({
  run: z.looseObject({ runId: z.string() }).optional(),
  output: z.unknown().optional(),
  items: z.array(z.unknown()),
})
type Answer = z.output<typeof answer>

interface Line {
  kind: 'call' | 'answer' | 'gap'
  text: string
}

/** Calls the built server twice and returns a picture (SVG) of the calls and the answers. */
export async function drawExchange(): Promise<string> {
  const site = await startDemoSite()
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-docs-'))
  const client = new Client({ name: 'docs', version: '1.0.0' })
  const args = ['dist/main.js', '--local', dir]
  try {
    await client.connect(new StdioClientTransport({ command: process.execPath, args }))
    return draw(await makeCalls(client, site.url))
  } finally {
    await client.close()
    await site.close()
    await rm(dir, { recursive: true, force: true })
  }
}

/** Crawls a shop, then reads the rows after the first answer. */
async function makeCalls(client: Client, url: string): Promise<Line[]> {
  const call = async (name: string, args: object) => {
    const { structuredContent } = await client.callTool({ name, arguments: { ...args } })
    return answer.parse(structuredContent)
  }
  const fields = ['url', 'text']
  // One page at a time, so that the rows come in the same order each time.
  const input = { startUrls: [{ url }], selector: 'h1, .price', maxConcurrency: 1 }
  const crawl = { actorId: 'local/website-crawler', input, fields, limit: 4 }
  const crawled = await call('run_actor_sync', crawl)
  const { runId = '' } = crawled.run ?? {}
  const page = { runId, offset: 4, limit: 5, fields }
  const more = await call('list_dataset_items', page)
  const lines: Line[] = [
    ...callLines('run_actor_sync', crawl),
    ...answerLines(crawled),
    { kind: 'gap', text: '' },
    ...callLines('list_dataset_items', page),
    ...answerLines(more),
  ]
  return lines.map(({ kind, text }) => ({ kind, text: stabilize(text, { url, runId }) }))
}

/** Replaces what differs from run to run, and truncates the line. */
function stabilize(text: string, { url, runId }: { url: string; runId: string }): string {
  const same = text.replaceAll(url, SHOWN_URL).replaceAll(runId, 'Vq3k…')
  return same.length > LINE_CHARS ? `${same.slice(0, LINE_CHARS)}…` : same
}

function callLines(name: string, args: object): Line[] {
  const entries = Object.entries(args).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`)
  return [`→ ${name}`, ...entries].map((text) => ({ kind: 'call', text }))
}

function answerLines({ items, run, output: _, ...rest }: Answer): Line[] {
  const shown = run && {
    runId: run.runId,
    ...Object.fromEntries(STABLE_FIELDS.map((key) => [key, run[key]])),
  }
  const texts = [
    ...(shown ? [`run: ${JSON.stringify(shown).slice(0, -1)},…}`] : []),
    'items:',
    ...items.map((item) => `  ${JSON.stringify(item)}`),
    ...Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ]
  return texts.map((text, i) => ({ kind: 'answer', text: `${i === 0 ? '←' : ' '} ${text}` }))
}

const LINE_HEIGHT = 19
const STYLE = `
    text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; white-space: pre }
    .card { fill: #fbf9f6; stroke: #d8d2c8 } .call { fill: #9a3412 } .answer { fill: #1f2937 }
    @media (prefers-color-scheme: dark) {
      .card { fill: #161b22; stroke: #30363d } .call { fill: #fdba74 } .answer { fill: #e6edf3 }
    }`

function draw(lines: readonly Line[]): string {
  const height = lines.length * LINE_HEIGHT + 34
  const texts = lines.map(({ kind, text }, i) => {
    const y = 32 + i * LINE_HEIGHT
    return `  <text class="${kind}" x="22" y="${y}" xml:space="preserve">${escapeXml(text)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 ${height}" role="img">
  <title>Two calls of an agent, and what the server answered</title>
  <style>${STYLE}
  </style>
  <rect class="card" x="0.5" y="0.5" width="839" height="${height - 1}" rx="10"/>
${texts.join('\n')}
</svg>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
