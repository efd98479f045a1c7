/** What the server left out of a value so that it fits. */
export interface Omission {
  what: 'chars' | 'items' | 'fields' | 'deeper'
  /** How many; undefined if unknown. */
  count: number | undefined
}

/** Matches the mark that the server puts in place of what it leaves out. */
const MARK = /(?:^|…\s?)\[\+(\d+) (chars|items|fields)\]$/
const DEEPER = '… [nested deeper]'

/** Returns a text without the mark at its end. */
export function withoutMark(text: string): string {
  const end = text.slice(-60)
  return text.slice(0, text.length - end.length) + end.replace(MARK, '')
}

/** Reads the mark in a value that the server has truncated. Other values have none. */
export function omissionIn(value: unknown): Omission | undefined {
  if (typeof value !== 'string') return undefined
  if (value === DEEPER) return { what: 'deeper', count: undefined }
  // A mark is short, so that of a long text only the end is looked at.
  const [, count, what] = MARK.exec(value.slice(-60)) ?? []
  if (what !== 'chars' && what !== 'items' && what !== 'fields') return undefined
  return { what, count: Number(count) }
}
