import { type Cell, type Columns, findColumns } from './columns.ts'
import { type Format, itemsOf, type Listing } from './listing.ts'
import { escapeText } from './xml-text.ts'

/** A page with one table. Nested fields get columns such as `author/name`. */
export const html: Format = {
  contentType: 'text/html; charset=utf-8',
  extension: 'html',
  async encode(listing) {
    return write(listing, await findColumns(listing))
  },
}

async function* write(listing: Listing, { names, cellsOf }: Columns) {
  const title = escapeText(`Dataset ${listing.label}`)
  const head = `<meta charset="utf-8">\n<title>${title}</title>`
  yield `<!DOCTYPE html>\n<html>\n<head>\n${head}\n</head>\n<body>\n<table border="1">\n`
  yield `<thead>\n${row('th', names)}</thead>\n<tbody>\n`
  for await (const items of itemsOf(listing)) {
    yield items.map((item) => row('td', cellsOf(item))).join('')
  }
  yield '</tbody>\n</table>\n</body>\n</html>\n'
}

function row(tag: 'td' | 'th', cells: Cell[]): string {
  const parts = cells.map((cell) => `<${tag}>${escapeText(String(cell ?? ''))}</${tag}>`)
  return `<tr>${parts.join('')}</tr>\n`
}
