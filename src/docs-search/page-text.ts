/** More of a page is not searched for headings, in characters. */
const MAX_SEARCHED_CHARS = 2_000_000

const FRONT_MATTER = /^\s*---\n([\s\S]{0,20000}?)\n---(?:\n|$)/
/** A longer line is not a heading, in characters. */
const MAX_HEADING_CHARS = 1000
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+)$/
const FENCE = /^ {0,3}(```|~~~)/
/** The id that some give a heading: `## Memory {#memory}`. */
const OWN_ID = /\s*\{#([^{}\s]+)\}\s*$/

/** Returns the title of a page: its first heading, or what its front matter says. */
export function titleOf(text: string): string | undefined {
  const front = FRONT_MATTER.exec(text)?.[1] ?? ''
  const named = /^title:[ \t]*(["']?)(.+?)\1[ \t]*$/m.exec(front)?.[2]
  const heading = headingsOf(text.slice(0, 20_000)).find(({ level }) => level === 1)
  return named ?? heading?.text
}

/**
 * Returns the character at which the heading of a fragment begins; undefined if no heading has that id.
 * @param fragment such as `memory-and-cpu`
 */
export function headingAt(text: string, fragment: string): number | undefined {
  if (fragment === '') return undefined
  const wanted = fragment.toLowerCase()
  return headingsOf(text.slice(0, MAX_SEARCHED_CHARS)).find(({ id }) => id === wanted)?.at
}

interface Heading {
  at: number
  level: number
  text: string
  id: string
}

/** Returns the headings of a page outside of code, with the ids that sites give them. */
function headingsOf(text: string): Heading[] {
  const counts = new Map<string, number>()
  const found: Heading[] = []
  for (const { at, line } of proseLines(text)) {
    const [, marks = '', rest = ''] = (line.length <= MAX_HEADING_CHARS && HEADING.exec(line)) || []
    if (marks === '') continue
    const { title, slug } = readHeading(rest.replace(/#+\s*$/, '').trim())
    const count = counts.get(slug) ?? 0
    counts.set(slug, count + 1)
    found.push({
      at,
      level: marks.length,
      text: title,
      id: count === 0 ? slug : `${slug}-${count}`,
    })
  }
  return found
}

/** Yields the lines outside of code, each with its position. */
function* proseLines(text: string): Generator<{ at: number; line: string }> {
  let at = 0
  let openFence: string | undefined
  for (const line of text.split('\n')) {
    const fence = FENCE.exec(line.slice(0, 6))?.[1]
    if (openFence !== undefined && fence === openFence) openFence = undefined
    else if (openFence === undefined && fence !== undefined) openFence = fence
    else if (openFence === undefined) yield { at, line }
    at += line.length + 1
  }
}

function readHeading(line: string): { title: string; slug: string } {
  const own = OWN_ID.exec(line)?.[1]
  const title = line.replace(OWN_ID, '').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
  return { title: title.replace(/[`*]/g, ''), slug: own?.toLowerCase() ?? slugOf(title) }
}

/** Returns the id of a heading, as GitHub and Docusaurus make it. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/<[^<>]*>/g, '')
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}
