/** Returns what a row looks like without its null and empty fields. */
export function pruned(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  if (Array.isArray(given)) return given.map(pruned)
  const isEmpty = (entry: unknown) =>
    entry === null ||
    entry === '' ||
    (typeof entry === 'object' && Object.keys(Object(entry)).length === 0)
  const entries = Object.entries(given).map(([key, entry]) => [key, pruned(entry)])
  return Object.fromEntries(entries.filter(([, entry]) => !isEmpty(entry)))
}
