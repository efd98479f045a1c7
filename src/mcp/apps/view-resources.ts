import { createHash } from 'node:crypto'
import { VIEW_NAMES, type ViewName } from '../../shared/view-names.ts'
import { VIEW_MIME_TYPE } from './client-views.ts'

/** The HTML of each view. */
export type ViewPages = Record<ViewName, string>

/** A view as `resources/list` shows it. */
export interface ListedView {
  uri: string
  name: string
  title: string
  description: string
  mimeType: string
  _meta: typeof PAGE_META
}

/** A view as `resources/read` returns it. */
export interface ViewContent {
  uri: string
  mimeType: string
  text: string
  _meta: typeof PAGE_META
}

/** How many hexadecimal digits of the SHA-256 of a page its address has. */
const HASH_DIGITS = 12
const SCHEME = 'ui://'
/** What the address of each view begins with. */
export const VIEWS_FOLDER = `${SCHEME}apify-agent-tools/`
const ADDRESS = new RegExp(
  `^${VIEWS_FOLDER}(${VIEW_NAMES.join('|')})-[0-9a-f]{${HASH_DIGITS}}\\.html$`,
)

/**
 * What a host grants a page: no address of the network, and to write to the clipboard. A host reads it from the
 * content, and from the entry of the list if the content has none.
 */
const PAGE_META = {
  ui: { csp: {}, permissions: { clipboardWrite: {} }, prefersBorder: true },
}

const TEXTS: Record<ViewName, { title: string; description: string }> = {
  dataset: { title: 'Dataset', description: 'Shows rows as a table and a chart.' },
  run: {
    title: 'Run',
    description: 'Shows the status, the cost, the log and the results of a run.',
  },
  actor: { title: 'Actors', description: 'Shows Actors, and the input of one as a form.' },
  record: { title: 'Record', description: 'Shows a record: an image, a page, JSON or text.' },
}

/** The views of one build. */
export interface ViewResources {
  addressOf(view: ViewName): string
  listed(view: ViewName): ListedView
  /**
   * Returns the page of an address. An address with another hash, that of an older build, has the page of today.
   * @returns undefined if it is not the address of a view
   */
  read(uri: string): ViewContent | undefined
  /** Returns whether an address stands for this page alone, so that its content never changes. */
  isCurrent(uri: string): boolean
}

/** Returns the address of each view of a build. */
export function viewAddressesOf(pages: ViewPages): Record<ViewName, string> {
  const { dataset, run, actor, record } = pages
  return {
    dataset: addressOf('dataset', dataset),
    run: addressOf('run', run),
    actor: addressOf('actor', actor),
    record: addressOf('record', record),
  }
}

/** Returns whether a URI is that of a page, not of data. */
export function isViewUri(uri: string): boolean {
  return uri.startsWith(SCHEME)
}

/** Returns the resources of pages. Each page is hashed once. */
export function viewResourcesOf(pages: ViewPages): ViewResources {
  const addresses = viewAddressesOf(pages)
  return {
    addressOf: (view) => addresses[view],
    listed: (view) => ({
      uri: addresses[view],
      name: `${view}_view`,
      ...TEXTS[view],
      mimeType: VIEW_MIME_TYPE,
      _meta: PAGE_META,
    }),
    read(uri) {
      const [, name] = ADDRESS.exec(uri) ?? []
      const view = VIEW_NAMES.find((each) => each === name)
      if (!view) return undefined
      return { uri, mimeType: VIEW_MIME_TYPE, text: pages[view], _meta: PAGE_META }
    },
    isCurrent: (uri) => Object.values(addresses).includes(uri),
  }
}

function addressOf(view: ViewName, page: string): string {
  const hash = createHash('sha256').update(page).digest('hex').slice(0, HASH_DIGITS)
  return `${VIEWS_FOLDER}${view}-${hash}.html`
}
