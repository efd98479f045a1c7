import { tableLines } from './table.ts'
import type { Terminal } from './terminal.ts'
import { fitText, textWidth, wrapText } from './text-width.ts'

/** How much of a result the demo shows; the tokens that it counts are those of all of it. */
const SHOWN = { rows: 5, lines: 6 }
/** Ids of Apify, and what begins the addresses of the demo's own site. */
const PALE = /\b(?=[a-z0-9]*\d)[a-zA-Z0-9]{17}\b|http:\/\/127\.0\.0\.1:\d+(?=\/)/g

/** The date before the time of a log line, and the fractions after it. */
const DATE = /\d{4}-\d\d-\d\dT|\.\d{3}Z(?= )/g
/** What is between two fields of a line. */
const GAP = '   '

type Fields = Record<string, unknown>

/** Returns what an agent sees of a result, as lines for a person: rows as a table, other fields one a line. */
export function resultLines(result: Fields, terminal: Terminal): string[] {
  const { columns, rows, items, lines, ...rest } = result
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
  const width = terminal.width - INDENT.length
  const texts = lines.slice(-SHOWN.lines).map((line) => String(line).replace(DATE, ''))
  const loud = (text: string) => terminal.style('yellow', text)
  return texts.flatMap((text) =>
    /\b(?:WARN|ERROR)\b/.test(text)
      ? wrapText(text, width - 4).map((line, i) => loud(i === 0 ? line : `    ${line}`))
      : [terminal.style('dim', fitText(text, width))],
  )
}

/**
 * Returns lines of fields, as many on each as fit: `status: SUCCEEDED   exitCode: 0`. Those of a run come first, as if they
 * were its own. What is long is cut.
 */
function fieldLines({ run, note, ...fields }: Fields, terminal: Terminal): string[] {
  const width = terminal.width - INDENT.length
  const lines: string[] = []
  let used = width
  for (const [name, value] of Object.entries({ ...Object(run), ...fields, note })) {
    if (value === undefined) continue
    const text = fitText(
      typeof value === 'string' ? value : JSON.stringify(value),
      width - name.length - 2,
    )
    const shown = `${terminal.style('dim', `${name}:`)} ${pale(text, terminal)}`
    const columns = name.length + 2 + textWidth(text)
    const follows = used + GAP.length + columns <= width
    lines.push(follows ? `${lines.pop()}${GAP}${shown}` : shown)
    used = follows ? used + GAP.length + columns : columns
  }
  return lines
}

/** Dims the parts of a line that a person does not read. */
function pale(line: string, { style }: Terminal): string {
  return line.replace(PALE, (part) => style('dim', part))
}

/** What is before each line of a step. */
export const INDENT = '   '
