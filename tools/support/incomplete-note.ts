import { countOf } from './count-of.ts'

/**
 * Returns a sentence on the entries of a page that the API returned without what identifies them.
 * They keep their places, so that paging counts them; undefined if there are none.
 * @param name the key that such entries lack
 */
export function incompleteNote(rows: readonly object[], name: string): string | undefined {
  const broken = rows.filter((row) => !Object.getOwnPropertyDescriptor(row, name)?.value)
  if (broken.length === 0) return undefined
  const [have, them] = broken.length === 1 ? ['has', 'it'] : ['have', 'them']
  return `${countOf(broken.length, 'entry', 'entries')} here ${have} no \`${name}\`: the API sent ${them} in an unexpected form.`
}
