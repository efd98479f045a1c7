import { openPool } from '../apify/transport/connection-pool.ts'
import { decodeText } from '../apify/transport/decode-text.ts'
import { discardRest } from '../apify/transport/discard-rest.ts'
import { decoded } from '../apify/transport/encoding.ts'
import { followRedirects } from '../apify/transport/follow-redirects.ts'
import { errorCode, proxyFailure } from '../apify/transport/network-errors.ts'
import { ToolError } from '../shared/errors.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import { isUtf8Text, kindByType, storedType } from '../shared/media-type.ts'
import { shorten } from '../shared/quote.ts'
import { readBytes } from '../shared/read-bytes.ts'
import { VERSION } from '../shared/version.ts'
import { markdownOf } from './page-address.ts'

/** How long a download may take, in milliseconds. Two of them fit into a call. */
const TIMEOUT_MS = 20_000
/** Of a longer file only the beginning is read, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024
/** Sockets to one site. */
const CONNECTIONS = 8

type Pool = ReturnType<typeof openPool>
type Response = Awaited<ReturnType<Pool['request']>>

/** A page or an index as its site sends it. */
export interface Downloaded {
  /** With line feeds only, without a byte order mark. */
  text: string
  /** Where it was found, after redirects. */
  url: string
  /** Whether the text is all of it. */
  isWhole: boolean
}

/** A download that failed. `isGone`: the site answered that there is no such text. */
export class DownloadError extends ToolError {
  override name = 'DownloadError'

  constructor(
    happened: string,
    remedy: string,
    readonly isGone = false,
    options?: ErrorOptions,
  ) {
    super(happened, remedy, options)
  }
}

/** Downloads text from some sites, and from no other host. No request carries a credential. */
export class Downloader {
  private readonly pool: Pool

  /**
   * @param origins scheme and host of each site
   * @param proxyFor default: no proxy
   */
  constructor(
    private readonly origins: readonly string[],
    proxyFor?: ChooseProxy,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.pool = openPool(CONNECTIONS, proxyFor)
  }

  /**
   * Downloads a text of one of the sites. A redirect is followed to a page of the sites only.
   * @throws {DownloadError} if it is not there, not text, or cannot be reached
   */
  async download(url: string): Promise<Downloaded> {
    const first = new URL(url)
    if (!this.origins.includes(first.origin))
      throw new Error('The address is not one of the sites.')
    return followRedirects(first, this.timeoutMs, {
      request: (at, signal) => this.request(at, signal),
      read: readText,
      target: (location, from) => this.target(location, from),
      tooMany: ({ host }) =>
        new DownloadError(`${host} redirects without end.`, 'Read another page.'),
      failure: (error, at) => (error instanceof DownloadError ? error : failure(error, at)),
    })
  }

  close(): Promise<void> {
    return this.pool.destroy()
  }

  private request({ origin, pathname }: URL, signal: AbortSignal) {
    return this.pool.request({
      origin,
      path: pathname,
      method: 'GET',
      headers: {
        'user-agent': `apify-agent-tools/${VERSION}`,
        accept: 'text/markdown, text/plain;q=0.9, text/*;q=0.5',
        'accept-encoding': 'br, gzip, deflate',
      },
      signal,
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
    })
  }

  private target(location: string, from: URL): URL {
    const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined
    if (url && this.origins.includes(url.origin)) return new URL(markdownOf(url))
    throw new DownloadError(
      `${from.host} redirects this page to another host, which is not read.`,
      'Find the page by `search_docs`.',
      true,
    )
  }
}

async function readText({ statusCode, headers, body }: Response, at: URL): Promise<Downloaded> {
  const header = (name: string) => [headers[name]].flat()[0]
  const stream = decoded(body, header('content-encoding'))
  try {
    if (statusCode !== 200) throw statusError(statusCode, at)
    const contentType = header('content-type') ?? ''
    const { bytes, whole } = await readBytes(stream, MAX_BYTES)
    if (!isText(contentType, bytes, whole)) throw notText(contentType, at)
    let text = ''
    for await (const piece of decodeText(once(bytes), contentType)) text += piece
    return {
      text: (whole ? text : text.replace(/\ufffd$/, '')).replace(/\r\n?/g, '\n'),
      url: at.href,
      isWhole: whole,
    }
  } finally {
    discardRest(body)
    stream.on('error', () => {}).destroy()
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

function isText(contentType: string, bytes: Buffer, isWhole: boolean): boolean {
  const kind = kindByType(contentType)
  if (/\bx?html\b/.test(storedType(contentType))) return false
  return kind === undefined ? isUtf8Text(bytes, isWhole) : kind === 'text' || kind === 'json'
}

function notText(contentType: string, { host }: URL): DownloadError {
  const type = storedType(contentType)
  return new DownloadError(
    `${host} has this page only as ${/^[\w.+-]+\/[\w.+-]{1,60}$/.test(type) ? type : 'something else'}, not as Markdown.`,
    'Read another page, which `search_docs` finds.',
    true,
  )
}

function statusError(status: number, { host, pathname }: URL): DownloadError {
  if (status === 404 || status === 410)
    return new DownloadError(`${host} has no page ${shorten(pathname)} (${status}).`, '', true)
  return new DownloadError(`${host} answered with an error (${status}).`, 'Call again later.')
}

/** Returns the error of a download without an answer. Only its code is shown. */
function failure(error: unknown, { host, origin }: URL): DownloadError {
  const proxy = proxyFailure(error, origin)
  if (proxy) return new DownloadError(proxy.happened, proxy.remedy, false, { cause: error })
  const code = errorCode(error)
  return new DownloadError(
    `${host} cannot be reached${code && ` (${code})`}.`,
    'Check the network and HTTPS_PROXY, then call again in a minute. The other tools do not need this host.',
    false,
    { cause: error },
  )
}
