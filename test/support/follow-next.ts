/**
 * Reads page after page until there is no `next`.
 * @param read gets the arguments in `next`, none at first
 * @throws if a `next` comes twice, instead of reading forever
 */
export async function followNext<T extends { next?: object | undefined }>(
  read: (next: object) => Promise<T>,
): Promise<T[]> {
  const pages: T[] = []
  const seen = new Set<string>()
  for (let next: object | undefined = {}; next; next = pages.at(-1)?.next) {
    const key = JSON.stringify(next)
    if (seen.has(key)) throw new Error(`The same \`next\` came twice: ${key}`)
    seen.add(key)
    pages.push(await read(next))
  }
  return pages
}
