import { fitText, padText, textWidth } from './text-width.ts'

/** What is between two columns. */
const GAP = '  '
/** A column is not made narrower than this, in columns of the terminal. */
const MIN_WIDTH = 6

/**
 * Returns lines of a table that fits a width: the widest columns are cut first, and numbers are aligned at the right.
 * @param rows values of JSON, in the order of the names
 */
export function tableLines(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  width: number,
): { head: string; rule: string; body: string[] } {
  const texts = rows.map((row) => names.map((_, i) => cellText(row[i])))
  const isNumber = names.map((_, i) => rows.every((row) => typeof row[i] === 'number'))
  const widths = fitWidths(
    names.map((name, i) =>
      Math.max(textWidth(name), ...texts.map((row) => textWidth(row[i] ?? ''))),
    ),
    width,
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const columns = widths[i] ?? 0
        return padText(fitText(cell, columns), columns, isNumber[i] ? 'right' : 'left')
      })
      .join(GAP)
      .trimEnd()
  return {
    head: line(names),
    rule: widths.map((columns) => '─'.repeat(columns)).join(GAP),
    body: texts.map(line),
  }
}

/** Narrows the widest columns until all fit together. */
function fitWidths(wanted: readonly number[], width: number): number[] {
  const widths = [...wanted]
  const total = () => widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1))
  while (total() > width) {
    const widest = Math.max(...widths)
    if (widest <= MIN_WIDTH) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

function cellText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.replace(/\s+/g, ' ')
}
