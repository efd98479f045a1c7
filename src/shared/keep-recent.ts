/** Keeps an entry as the newest of a map in the order of use; beyond `max` entries the oldest is dropped. */
export function keepRecent<T>(kept: Map<string, T>, key: string, value: T, max: number): void {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > max && oldest !== undefined) kept.delete(oldest)
}
