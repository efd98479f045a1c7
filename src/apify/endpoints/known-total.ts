interface List {
  total?: number | null | undefined
  items: readonly unknown[]
}

/**
 * Returns how many entries a list has; undefined if the API does not say, or says fewer than it
 * returned.
 * @param offset entries before the first one here
 */
export function knownTotal({ total, items }: List, offset: number): number | undefined {
  const seen = items.length > 0 ? offset + items.length : 0
  return typeof total === 'number' && total >= seen ? total : undefined
}
