import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { count, Performer } from './demo/perform.ts'
import { rawApi } from './demo/raw-api.ts'
import { tour } from './demo/steps.ts'
import { type Terminal, terminalOf } from './demo/terminal.ts'
import { wrapText } from './demo/text-width.ts'
import { startDemoSite } from './demo-site.ts'

const terminal = terminalOf(process.stdout, process.env)

async function main(givenUrls: readonly string[]): Promise<void> {
  const begin = performance.now()
  const site = givenUrls.length === 0 ? await startDemoSite() : undefined
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-demo-'))
  const client = new Client({ name: 'demo', version: '1.0.0' })
  const args = ['dist/main.js', '--local', dir]
  try {
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args, stderr: 'inherit' }),
    )
    const { tools } = await client.listTools()
    console.log(intro(tools.length, site !== undefined, terminal))
    const api = () => rawApi(dir)
    const performer = new Performer(client, api, terminal)
    const urls = site ? [site.url] : givenUrls
    await tour((step) => performer.perform(step), api, { urls, isOwnSite: site !== undefined })
    console.log(outro(performer.totals, performance.now() - begin, terminal))
  } finally {
    await client.close()
    await site?.close()
    await rm(dir, { recursive: true, force: true })
  }
}

function intro(tools: number, isOwnSite: boolean, { style, width }: Terminal): string {
  const site = isOwnSite
    ? 'and a small made-up shop to crawl, so nothing leaves this computer'
    : 'on this computer'
  const text = `What an agent does with this server: ${tools} tools, real calls over MCP, no account, ${site}. Below each answer is what it costs the agent, in tokens, and what the API itself sends for the same call.`
  return [style('bold', 'apify-agent-tools: a demo'), ...wrapText(text, width)].join('\n')
}

function outro(
  { calls, tokens, rawTokens }: Performer['totals'],
  ms: number,
  { style, width }: Terminal,
): string {
  const text = `${calls} calls in ${(ms / 1000).toFixed(1)} s. The agent read ${count(tokens)} tokens where the API sends ${count(rawTokens)}.`
  return [
    '',
    ...wrapText(text, width).map((line) => style('bold', line)),
    '',
    'To give it to your own agent (--dry-run shows what would change):',
    `  ${style('green', 'node dist/main.js install claude-code')}`,
    `  ${style('green', 'node dist/main.js install vscode')}`,
    'Then ask it: "Crawl https://example.com and tell me what is there."',
  ].join('\n')
}

main(process.argv.slice(2)).catch((error) => {
  const text = error instanceof Error ? error.message : String(error)
  console.error(`\n${terminal.style('red', 'The demo failed.')} ${text}`)
  process.exitCode = 1
})
