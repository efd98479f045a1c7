/** More of a name is not compared, in characters. */
const MAX_NAME_CHARS = 60

/** Returns the name that is most like another, or undefined if none is alike. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  const plain = plainName(wanted)
  let best: string | undefined
  let least = mostEdits(plain) + 1
  for (const name of names) {
    const distance = likeness(plain, plainName(name), least)
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best
}

/**
 * Returns names, those that are most like another first.
 * @param partOf returns the part of a name that is compared
 * @param onlyAlike leaves out names that are not alike at all
 */
export function nearestNames(
  wanted: string,
  names: readonly string[],
  { partOf = (name: string) => name, onlyAlike = false } = {},
): string[] {
  const plain = plainName(wanted)
  const most = onlyAlike ? mostEdits(plain) + 1 : MAX_NAME_CHARS
  return names
    .map((name) => ({ name, distance: likeness(plain, plainName(partOf(name)), most) }))
    .filter(({ distance }) => !onlyAlike || distance < most)
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name)
}

/** How many letters of two names that are alike may differ. */
function mostEdits(plain: string): number {
  return Math.max(1, Math.floor(plain.length / 3))
}

/**
 * Returns how far two names are from each other, in edits. If one is a part of the other, that is further than one
 * edit and nearer than two, since a slip is more likely than a name that was shortened.
 */
function likeness(a: string, b: string, most: number): number {
  if (a === b) return 0
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const isPart = short.length >= 4 && long.includes(short)
  const asPart = isPart ? 2 - short.length / long.length : most
  return long.length - short.length >= most ? asPart : Math.min(asPart, editDistance(a, b))
}

function plainName(name: string): string {
  return name
    .slice(0, MAX_NAME_CHARS)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Counts the letters that are added, left out or replaced. Two neighbours that change places count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const edited = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced)
      const areSwapped = j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(areSwapped ? Math.min(edited, (before[j - 2] ?? 0) + 1) : edited)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
