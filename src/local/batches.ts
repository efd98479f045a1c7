/** Splits a list into parts of up to `size` elements, in order. */
export function* batches<T>(list: T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
