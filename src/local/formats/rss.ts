import { type Format, type FormatOptions, itemsOf, type Listing } from './listing.ts'
import { element, XML_DECLARATION } from './xml.ts'

/** A feed with an `<item>` for each item. */
export const rss: Format = {
  contentType: 'application/rss+xml; charset=utf-8',
  extension: 'rss',
  encode: write,
}

async function* write(listing: Listing, { feedTitle, feedDescription }: FormatOptions) {
  yield `${XML_DECLARATION}<rss version="2.0">\n<channel>\n`
  yield `${element('title', feedTitle ?? `Dataset ${listing.label}`)}\n`
  yield `${element('link', listing.address)}\n`
  const description = feedDescription ?? `Items in dataset with id "${listing.id}".`
  yield `${element('description', description)}\n`
  for await (const items of itemsOf(listing)) {
    yield items.map((item) => `${element('item', item)}\n`).join('')
  }
  yield '</channel>\n</rss>\n'
}
