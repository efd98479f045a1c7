import { Folded } from '../shared/parts/folded.tsx'
import { isRecord } from '../shared/values.ts'
import { Scroll } from './scroll.tsx'

interface RowTableProps {
  caption: string
  rows: readonly unknown[]
  /** The members of the rows that are shown. */
  columns: readonly string[]
}

/** Shows rows that describe fields or prices. */
export function RowTable({ caption, rows, columns }: RowTableProps) {
  const records = rows.filter(isRecord)
  const names = columns.filter((name) => records.some((row) => name in row))
  if (records.length === 0) return null
  return (
    <Scroll label={caption}>
      <table>
        <caption class="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((row, i) => (
            <tr key={i}>
              {names.map((name) => (
                <td key={name}>
                  <Folded text={cellText(row[name])} of={name} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function cellText(value: unknown): string {
  if (value === undefined) return ''
  if (value === true) return 'yes'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
