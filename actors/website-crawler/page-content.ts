import { type CheerioAPI, load } from 'cheerio/slim'
import { isSameSite, normalizeUrl } from './page-url.ts'

type PageNode = ReturnType<CheerioAPI['root']>[number] | ChildNode
type ChildNode = ReturnType<CheerioAPI['root']>[number]['children'][number]
/** A node to visit, or the space at the edge of a block. */
type OpenPart = ChildNode | ' '

const TEXT_NODE = 3
const MAX_ELEMENT_DEPTH = 5000

const INVISIBLE = new Set('script style noscript template svg iframe object head title'.split(' '))

/** Parts that repeat on every page of a site. */
const CHROME = [
  'nav',
  'body > header',
  'body > footer',
  'body > aside',
  '[role="navigation"]',
  '[role="banner"]',
  '[role="contentinfo"]',
  '[hidden]',
  '[aria-hidden="true"]',
].join(',')

const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

export interface PageContent {
  title: string
  text: string
  /** The text of each element that the selector matched; absent without a selector. */
  matches?: string[]
  /** Distinct links to web pages, wherever they lead. */
  linkCount: number
  /** The links that stay on the site. */
  siteLinks: string[]
}

interface ContentOptions {
  url: string
  maxTextChars: number
  selector?: string
}

/**
 * Reads the title, the text and the links of a page.
 * @throws {Error} if its elements are nested too deeply
 */
export function readContent(html: string, options: ContentOptions): PageContent {
  // A single root element: the time of a search grows with the square of the number of roots.
  const $ = load(`<x-page>${html}`)
  if (isTooDeep($)) throw new Error('its elements are nested too deeply')
  const links = readLinks($, options.url)
  const page = {
    title: collapse($('title').first().text() || $('h1').first().text()),
    linkCount: links.length,
    siteLinks: links.filter((link) => isSameSite(link, options.url)),
  }
  const truncate = (text: string) => truncateText(text, options.maxTextChars)
  if (!options.selector) return { ...page, text: truncate(mainText($)) }
  const matches = $(options.selector)
    .toArray()
    .map((element) => truncate(visibleText(element)))
  return { ...page, text: truncate(matches.filter(Boolean).join('\n')), matches }
}

/** Tells whether a CSS selector is valid, by a search of an empty page. */
export function isValidSelector(selector: string): boolean {
  try {
    load('')(selector)
    return true
  } catch {
    return false
  }
}

/**
 * Tells whether elements are nested too deeply: the time of a search grows with the square of the
 * depth.
 */
function isTooDeep($: CheerioAPI): boolean {
  let level: ChildNode[] = $.root()[0]?.children ?? []
  for (let depth = 0; depth < MAX_ELEMENT_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((node) => ('children' in node ? node.children : []))
  }
  return level.length > 0
}

function readLinks($: CheerioAPI, url: string): string[] {
  const base = normalizeUrl($('base[href]').first().attr('href') ?? '', url) ?? url
  const hrefs = $('a[href], area[href]')
    .toArray()
    .map((element) => normalizeUrl(element.attribs.href ?? '', base))
  return [...new Set(hrefs.filter((href) => href !== undefined))]
}

function mainText($: CheerioAPI): string {
  const body = $('body')[0] ?? $.root()[0]
  const articles = $('article')
  // Several articles are a list, and none of them is the main text.
  const article = articles.length === 1 ? articles[0] : undefined
  const main = $('main, [role="main"]')[0] ?? article ?? body
  // A page may consist of navigation only. Its navigation is better than no text.
  return visibleText(main, new Set($(CHROME).toArray())) || visibleText(body)
}

/**
 * Returns the text below a node, with a space around each block. No recursion: pages may nest
 * deeply.
 */
function visibleText(root: PageNode | undefined, hidden?: ReadonlySet<PageNode>): string {
  const parts: string[] = []
  const open: OpenPart[] = root && 'children' in root ? root.children.toReversed() : []
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === 'string') parts.push(part)
    else if (part.nodeType === TEXT_NODE) parts.push(part.data)
    else if (!hidden?.has(part)) {
      // One by one: an element may have more children than a call takes arguments.
      for (const inner of partsOf(part)) open.push(inner)
    }
  }
  return collapse(parts.join(''))
}

/** Returns what an element adds to the text, last part first; an empty list if it is invisible. */
function partsOf(node: ChildNode): OpenPart[] {
  if (!('name' in node && 'children' in node) || INVISIBLE.has(node.name)) return []
  const children = node.children.toReversed()
  return INLINE.has(node.name) ? children : [' ', ...children, ' ']
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function truncateText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  // Half of a surrogate pair at the end would not be valid text.
  return text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')
}
