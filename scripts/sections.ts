/** Replaces the content between the markers of a section. The rest of the text stays as it is. */
export function fillSection(text: string, section: string, content: string): string {
  const [start, end] = [`<!-- ${section}:start -->`, `<!-- ${section}:end -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The page lacks ${start} or ${end}.`)
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`
}
