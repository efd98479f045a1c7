/** Numbers keys that became the same, so that no entry is lost: `key`, `key (2)`. */
export function distinctKeys(entries: readonly [string, unknown][]): [string, unknown][] {
  const uses = new Map<string, number>()
  return entries.map(([key, value]) => {
    let use = (uses.get(key) ?? 0) + 1
    let distinct = use === 1 ? key : `${key} (${use})`
    while (use > 1 && uses.has(distinct)) distinct = `${key} (${++use})`
    uses.set(key, use)
    if (use > 1) uses.set(distinct, 1)
    return [distinct, value]
  })
}
