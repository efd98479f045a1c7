/** Returns the content between the markers of a section. */
export function readSection(text: string, section: string): string {
  const { from, to, start } = findSection(text, section)
  return text.slice(from + start.length, to)
}

/** Replaces the content between the markers of a section. The rest of the text stays as it is. */
export function fillSection(text: string, section: string, content: string): string {
  const { from, to, start } = findSection(text, section)
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`
}

function findSection(text: string, section: string): { from: number; to: number; start: string } {
  const [start, end] = [`<!-- ${section}:start -->`, `<!-- ${section}:end -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The page lacks ${start} or ${end}.`)
  return { from, to, start }
}
