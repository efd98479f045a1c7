/** Answers `SELECT count(*) …`; undefined if that took too long. */
export type Count = (sql: string) => number | undefined

/** Counts each thing once, and nothing more after one that failed: the time for notes is over then. */
export function countOnce(count: (sql: string) => number): Count {
  const known = new Map<string, number>()
  let isOver = false
  return (sql) => {
    const before = known.get(sql)
    if (before !== undefined || isOver) return before
    try {
      const found = count(sql)
      known.set(sql, found)
      return found
    } catch {
      isOver = true
      return undefined
    }
  }
}
