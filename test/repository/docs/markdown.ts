import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { marked, type Token, type Tokens } from 'marked'
import { ROOT } from '../../support/root.ts'

/** Folders without pages of ours, and those of other programs. */
const SKIPPED = /^(?:node_modules|dist|coverage|bundles|\.(?!github$|devcontainer$).*)$/

/** Every Markdown file of the repository, by its path from the root. */
export const ALL_PAGES = pagesIn('')

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : pagesIn(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

export interface Page {
  path: string
  text: string
  links: string[]
  /** What may stand behind `#` in a link to the page, as GitHub names it. */
  anchors: string[]
  /** Blocks of code; `file` is the path that follows the language, if one does. */
  blocks: { lang: string; file: string | undefined; code: string }[]
  /** Rows of tables, cells as they are written, by the text of the first head cell. */
  rows(head: string): string[][]
}

/** Reads Markdown as GitHub shows it. @param path of the page, from the root */
export function parsePage(path: string, text: string): Page {
  const links: string[] = []
  const anchors: string[] = []
  const blocks: Page['blocks'] = []
  const tables: Tokens.Table[] = []
  const slugs = new GithubSlugger()
  marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href)
    if (token.type === 'html') links.push(...htmlLinks(token.raw))
    if (token.type === 'heading') anchors.push(slugs.slug(plain(token)))
    if (token.type === 'code') {
      const [lang = '', file] = (token.lang ?? '').split(' ')
      blocks.push({ lang, file, code: token.text })
    }
    if (isTable(token)) tables.push(token)
  })
  const rows = (head: string) =>
    tables
      .filter(({ header: [first] }) => first?.text === head)
      .flatMap((table) => table.rows.map((cells) => cells.map((cell) => cell.text)))
  return { path, text, links, anchors, blocks, rows }
}

export const readPage = (path: string): Page =>
  parsePage(path, readFileSync(join(ROOT, path), 'utf8'))

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}

/** What HTML in a page shows or leads to, such as the two pictures of `<picture>`. */
function htmlLinks(html: string): string[] {
  return [...html.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)].map(([, link = '']) => link)
}

/** The text of a heading without its marks. */
function plain(token: Token): string {
  if ('tokens' in token && token.tokens) return token.tokens.map(plain).join('')
  return 'text' in token ? token.text : ''
}
