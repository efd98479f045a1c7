import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fillSection } from '../sections.ts'
import { INCUMBENT } from './incumbent.ts'
import { formatReport, type Report } from './table.ts'

const PAGE = 'docs/performance.md'

/** Writes the tables into docs/performance.md. */
export async function writePage(reports: Record<string, Report>): Promise<void> {
  const tables = Object.entries(reports).map(([name, report]) => fenced(formatReport(name, report)))
  const day = new Date().toISOString().slice(0, 10)
  const when = `Measured on ${day} by \`npm run bench -- --write\`: ${machine()}. \`incumbent\` is ${INCUMBENT}.`
  const page = await readFile(PAGE, 'utf8')
  await writeFile(PAGE, fillSection(page, 'bench', [when, ...tables].join('\n\n')))
}

function fenced(table: string): string {
  return `\`\`\`text\n${table}\n\`\`\``
}

function machine(): string {
  const [first] = cpus()
  const model = first?.model.trim() || process.arch
  return `${cpus().length} cores (${model}), ${process.platform}, Node ${process.versions.node}`
}
