/** Writes a number of things: `1 row`, `2 rows`. @param nouns the plural, if it is irregular */
export function countOf(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`
}
