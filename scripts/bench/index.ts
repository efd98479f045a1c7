/**
 * `npm run bench [name…] [--json] [--write]`: measures what the built server costs, compared with the
 * same work without it. `--write` puts the tables into docs/performance.md, and leaves those of
 * other benches there.
 */
import { writePage } from './page.ts'
import { formatReport, type Report } from './table.ts'

const BENCHES: Record<string, () => Promise<Report>> = {
  start: async () => (await import('./start.ts')).start(),
  call: async () => (await import('./call.ts')).call(),
  tokens: async () => (await import('./tokens.ts')).tokens(),
  agent: async () => (await import('./agent.ts')).agent(),
  local: async () => (await import('./local.ts')).local(),
  http: async () => (await import('./http.ts')).http(),
  results: async () => (await import('./results.ts')).results(),
  query: async () => (await import('./query.ts')).query(),
  growth: async () => (await import('./growth.ts')).growth(),
}

const OPTIONS = ['--json', '--write']
const asked = process.argv.slice(2).filter((argument) => !OPTIONS.includes(argument))
const unknown = asked.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`Unknown bench: ${unknown.join(', ')}. Use: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}

const asJson = process.argv.includes('--json')
const reports: Record<string, Report> = {}
for (const [name, run] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const report = await run()
  reports[name] = report
  if (!asJson) console.log(`${formatReport(name, report)}\n`)
}
if (process.argv.includes('--write')) await writePage(reports, Object.keys(BENCHES))
if (asJson) console.log(JSON.stringify({ node: process.version, reports }, null, 2))
