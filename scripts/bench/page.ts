import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fillSection } from '../sections.ts'
import { formatReport, type Report } from './table.ts'

const PAGE = 'docs/performance.md'
/** The benches that the README shows. */
const SHORT = ['start', 'call', 'tokens']

/** Writes some of the tables into the README, and all of them into docs/performance.md. */
export async function writePages(reports: Record<string, Report>): Promise<void> {
  const tables = new Map(
    Object.entries(reports).map(([name, report]) => [name, fenced(formatReport(name, report))]),
  )
  const when = `Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run bench -- --write\`: ${machine()}.`
  const short = SHORT.flatMap((name) => tables.get(name) ?? [])
  const readme = await readFile('README.md', 'utf8')
  await writeFile('README.md', fillSection(readme, 'bench', [when, ...short].join('\n\n')))
  const page = await readFile(PAGE, 'utf8')
  await writeFile(PAGE, fillSection(page, 'bench', [when, ...tables.values()].join('\n\n')))
}

function fenced(table: string): string {
  return `\`\`\`text\n${table}\n\`\`\``
}

function machine(): string {
  const [first] = cpus()
  const model = first?.model.trim() || process.arch
  return `${cpus().length} cores (${model}), ${process.platform}, Node ${process.versions.node}`
}
