import { fieldName, nameCount } from '../text/one-line.ts'
import { sampleRows } from '../text/sample-fields.ts'

/** Names of fields that a result shows at most. */
const MAX_NAMES = 40

/** Returns the fields of rows, each as `name: type`, and a count of those that are left out. */
export async function sampleFieldNames(
  rows: readonly unknown[],
  maxResultTokens: number,
): Promise<string[]> {
  const { fields } = await sampleRows(rows.map((row) => ({ row, bytes: 0 })))
  const count = nameCount(maxResultTokens, MAX_NAMES)
  const shown = fields.slice(0, count).map(({ name, type }) => `${fieldName(name, 60)}: ${type}`)
  return shown.length < fields.length ? [...shown, `… [+${fields.length - shown.length}]`] : shown
}
