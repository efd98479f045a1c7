/** A part of a line. Images are links. */
export type Span =
  | { kind: 'text' | 'code' | 'strong'; text: string }
  | { kind: 'link'; text: string; url: string }

/** A block of a Markdown text: the subset that READMEs need. All else is a paragraph, and HTML stays text. */
export type Block =
  | { kind: 'heading' | 'paragraph'; spans: Span[] }
  | { kind: 'list'; items: Span[][] }
  | { kind: 'code'; text: string }

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}#{1,6} +(.*?)(?: +#+)?$/
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)]) +(.*)$/
const TABLE = /^\s*\|/
const SPAN =
  /`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*|!?\[([^[\]\n]{0,300})\]\(([^()\s]{1,1000})\)/g
/** Longer lines are not searched for parts. */
const MAX_LINE_CHARS = 10_000

/** Reads a Markdown text as blocks, in time that grows with its length alone. */
export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; ) {
    const [block, next] = readBlock(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number): [Block | undefined, number] {
  const line = lines[at] ?? ''
  if (line.trim() === '') return [undefined, at + 1]
  const fence = FENCE.exec(line)?.[1]
  if (fence !== undefined) return codeFrom(lines, at + 1, fence)
  const heading = HEADING.exec(line)?.[1]
  if (heading !== undefined) return [{ kind: 'heading', spans: readSpans(heading) }, at + 1]
  if (TABLE.test(line)) return tableFrom(lines, at)
  if (ITEM.test(line)) return listFrom(lines, at)
  const end = endOf(lines, at + 1, (one) => !isStart(one))
  return [{ kind: 'paragraph', spans: readSpans(lines.slice(at, end).join(' ')) }, end]
}

function codeFrom(lines: readonly string[], at: number, fence: string): [Block, number] {
  const end = endOf(lines, at, (one) => !one.trimStart().startsWith(fence))
  return [{ kind: 'code', text: lines.slice(at, end).join('\n') }, end + 1]
}

/** Tables stay as they are written, in a font of equal widths. */
function tableFrom(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at, (one) => TABLE.test(one))
  return [{ kind: 'code', text: lines.slice(at, end).join('\n') }, end]
}

function listFrom(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at, (one) => ITEM.test(one) || (/^\s/.test(one) && !isStart(one)))
  const items: string[] = []
  for (const line of lines.slice(at, end)) {
    const item = ITEM.exec(line)?.[1]
    if (item !== undefined) items.push(item)
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return [{ kind: 'list', items: items.map(readSpans) }, end]
}

function isStart(line: string): boolean {
  return line.trim() === '' || [FENCE, HEADING, ITEM, TABLE].some((form) => form.test(line))
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string) => boolean): number {
  let end = from
  while (end < lines.length && goesOn(lines[end] ?? '')) end++
  return end
}

/** Reads the parts of a line: code, bold text, links. */
export function readSpans(line: string): Span[] {
  if (line.length > MAX_LINE_CHARS) return [{ kind: 'text', text: line }]
  const spans: Span[] = []
  let from = 0
  for (const match of line.matchAll(SPAN)) {
    const [whole, code, strong, label, url] = match
    if (match.index > from) spans.push({ kind: 'text', text: line.slice(from, match.index) })
    if (code !== undefined) spans.push({ kind: 'code', text: code })
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong })
    else if (url !== undefined) spans.push({ kind: 'link', text: label || url, url })
    from = match.index + whole.length
  }
  if (from < line.length) spans.push({ kind: 'text', text: line.slice(from) })
  return spans
}
