/** A line that is longer is not shown whole: it may hold settings, and secrets, of other servers. */
const MAX_LINE_CHARS = 160

/** Shows what changes between two texts, as lines that begin with `-` or `+`. */
export function showChange(before: string, after: string): string {
  const { at, removed, added } = difference(linesOf(before), linesOf(after))
  if ([...removed, ...added].some((line) => line.length > MAX_LINE_CHARS))
    return showInLine(before, after)
  const lines = [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)]
  return [`@@ line ${at + 1} @@`, ...lines].join('\n')
}

/** Shows only the characters that change. */
function showInLine(before: string, after: string): string {
  const { at, removed, added } = difference([...before], [...after])
  const lines = [
    ...(removed.length > 0 ? [`-…${removed.join('')}…`] : []),
    ...(added.length > 0 ? [`+…${added.join('')}…`] : []),
  ]
  return [`@@ character ${at + 1} @@`, ...lines].join('\n')
}

/** Returns what is left of two lists without what both begin and end with, and where that begins. */
function difference(
  old: string[],
  now: string[],
): { at: number; removed: string[]; added: string[] } {
  const at = commonLength(old, now)
  const removed = old.slice(at)
  const added = now.slice(at)
  const end = commonLength(removed.toReversed(), added.toReversed())
  return {
    at,
    removed: removed.slice(0, removed.length - end),
    added: added.slice(0, added.length - end),
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** Returns how many entries two lists begin with alike. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length)
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i
  return most
}
