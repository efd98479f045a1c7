import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fillSection, readSection } from '../sections.ts'
import { formatReport, type Report } from './table.ts'

const PAGE = 'docs/performance.md'

/** A table of the page, and the line that says when and where it was measured. */
interface Measured {
  when: string
  table: string
}

/**
 * Writes tables into docs/performance.md. Those of benches that did not run stay as they are.
 * @param reports what was measured, by the names of the benches
 * @param order the names of all benches, in the order of the page
 */
export async function writePage(
  reports: Record<string, Report>,
  order: readonly string[],
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  const when = `Measured on ${day} by \`npm run bench\`: ${machine()}.`
  const page = await readFile(PAGE, 'utf8')
  const section = replaceTables(readSection(page, 'bench'), when, reports, order)
  await writeFile(PAGE, fillSection(page, 'bench', section))
}

/**
 * Returns a section of the page with new tables in it.
 * @param when the line above the new tables, which begins with `Measured on`
 */
export function replaceTables(
  section: string,
  when: string,
  reports: Record<string, Report>,
  order: readonly string[],
): string {
  const tables = readTables(section)
  for (const [name, report] of Object.entries(reports))
    tables.set(name, { when, table: formatReport(name, report) })
  return joinTables(order.flatMap((name) => tables.get(name) ?? []))
}

/** Reads the tables of a section by the names of their benches. */
function readTables(section: string): Map<string, Measured> {
  const tables = new Map<string, Measured>()
  let when = ''
  const parts = section.matchAll(/^(Measured on .*)$|^```text\n([\s\S]*?)\n```$/gm)
  for (const [, line, table] of parts) {
    if (line !== undefined) when = line
    const name = table && /^\w+/.exec(table)?.[0]
    if (name) tables.set(name, { when, table })
  }
  return tables
}

/** Writes tables one below the other. Those with the same line above them share it. */
function joinTables(tables: readonly Measured[]): string {
  return tables
    .flatMap(({ when, table }, i) => [
      ...(when === tables[i - 1]?.when ? [] : [when]),
      `\`\`\`text\n${table}\n\`\`\``,
    ])
    .join('\n\n')
}

function machine(): string {
  const [first] = cpus()
  const model = first?.model.trim() || process.arch
  return `${cpus().length} cores (${model}), ${process.platform}, Node ${process.versions.node}`
}
