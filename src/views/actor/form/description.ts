/** Longer descriptions are cut before they are read, in characters. */
const MAX_CHARS = 20_000

/** Returns the text of a description, which may have tags and links of Markdown. It is shown as text alone. */
export function plainDescription(description: string): string {
  return description
    .slice(0, MAX_CHARS)
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .replace(/\[([^[\]]{0,300})\]\(([^()\s]{1,1000})\)/g, '$1 ($2)')
    .replace(/[*`]{1,2}([^*`\n]{1,500})[*`]{1,2}/g, '$1')
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
}
