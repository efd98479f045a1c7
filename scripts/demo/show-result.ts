import { tableLines } from './table.ts'
import type { Terminal } from './terminal.ts'
import { fitText } from './text-width.ts'

/** How much of a result the demo shows; the tokens that it counts are those of all of it. */
const SHOWN = { rows: 5, lines: 6 }
/** Ids of Apify, and what begins the addresses of the demo's own site. */
const PALE = /\b(?=[a-z0-9]*\d)[a-zA-Z0-9]{17}\b|http:\/\/127\.0\.0\.1:\d+(?=\/)/g

type Fields = Record<string, unknown>

/** Returns what an agent sees of a result, as lines for a person: rows as a table, other fields one a line. */
export function resultLines(result: Fields, terminal: Terminal): string[] {
  const { columns, rows, items, lines, note, ...rest } = result
  return [
    ...fieldLines(rest, terminal),
    ...rowLines(rowsOf(items, columns, rows), terminal),
    ...(Array.isArray(lines) ? logLines(lines, terminal) : []),
  ]
}

interface Rows {
  names: string[]
  rows: unknown[][]
}

/** Returns rows with their names, of objects or of a table. */
function rowsOf(items: unknown, columns: unknown, rows: unknown): Rows | undefined {
  if (Array.isArray(columns) && Array.isArray(rows))
    return { names: columns.map(String), rows: rows.map((row) => (Array.isArray(row) ? row : [])) }
  if (!Array.isArray(items) || items.length === 0) return undefined
  const objects = items.map((item) => new Map(Object.entries(Object(item))))
  const names = [...new Set(objects.flatMap((object) => [...object.keys()]))]
  return { names, rows: objects.map((object) => names.map((name) => object.get(name))) }
}

function rowLines(given: Rows | undefined, terminal: Terminal): string[] {
  if (given === undefined) return []
  const { style, width } = terminal
  const shown = given.rows.slice(0, SHOWN.rows)
  const { head, rule, body } = tableLines(given.names, shown, width - INDENT.length)
  const left = given.rows.length - shown.length
  return [
    '',
    style('bold', head),
    style('dim', rule),
    ...body.map((line) => pale(line, terminal)),
    ...(left > 0 ? [style('dim', `… and ${left.toLocaleString('en-US')} more rows`)] : []),
  ]
}

function logLines(lines: readonly unknown[], terminal: Terminal): string[] {
  return lines.slice(-SHOWN.lines).map((line) => {
    const text = fitText(String(line), terminal.width - INDENT.length)
    return /\b(?:WARN|ERROR)\b/.test(text) ? terminal.style('yellow', text) : pale(text, terminal)
  })
}

/** Returns one line for each field. Those of a run come first, as if they were its own. */
function fieldLines({ run, ...fields }: Fields, terminal: Terminal): string[] {
  const entries = Object.entries({ ...Object(run), ...fields }).filter(([name]) => !isTime(name))
  const widest = Math.max(0, ...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const shown = fitText(text, terminal.width - INDENT.length - widest - 2)
    return `${terminal.style('dim', name.padEnd(widest))}  ${pale(shown, terminal)}`
  })
}

const isTime = (name: string) => name.endsWith('At')

/** Dims the parts of a line that a person does not read. */
function pale(line: string, { style }: Terminal): string {
  return line.replace(PALE, (part) => style('dim', part))
}

/** What is before each line of a step. */
export const INDENT = '   '
