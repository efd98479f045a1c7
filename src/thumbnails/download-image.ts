import { discardRest } from '../apify/transport/discard-rest.ts'
import { followRedirects } from '../apify/transport/follow-redirects.ts'
import {
  type FindAddresses,
  openGuardedPool,
  RefusedAddressError,
} from '../apify/transport/guarded-pool.ts'
import { errorCode, proxyFailure } from '../apify/transport/network-errors.ts'
import { ToolError } from '../shared/errors.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import { storedType } from '../shared/media-type.ts'
import { readBytes } from '../shared/read-bytes.ts'
import { VERSION } from '../shared/version.ts'
import { type AddressGuard, imageAddress, privateHostError, REMEDY } from './image-address.ts'
import { isImageType, typeByBytes } from './image-type.ts'

/** How long a download may take with its redirects, in milliseconds. */
const TIMEOUT_MS = 5000
/** In bytes: `MAX_SIZE` says it. */
const MAX_BYTES = 512_000
const MAX_SIZE = '512 kB'
/** Sockets to one host. */
const CONNECTIONS = 4

type Pool = ReturnType<typeof openGuardedPool>
type Response = Awaited<ReturnType<Pool['request']>>

/** An image in base64, as a resource has it. */
export interface Image {
  mimeType: string
  blob: string
}

export interface DownloaderOptions {
  guard: AddressGuard
  /** Default: no proxy. */
  proxyFor?: ChooseProxy | undefined
  /** Default: as the system does. */
  findAddresses?: FindAddresses | undefined
  /** How long a download may take, in milliseconds. */
  timeoutMs?: number | undefined
}

/** Downloads images. No request carries a credential or a cookie. */
export class ImageDownloader {
  private readonly pool: Pool
  private readonly guard: AddressGuard
  private readonly timeoutMs: number

  constructor({ guard, proxyFor, findAddresses, timeoutMs = TIMEOUT_MS }: DownloaderOptions) {
    this.guard = guard
    this.timeoutMs = timeoutMs
    this.pool = openGuardedPool({
      isRefused: guard.isRefusedAddress,
      proxyFor,
      findAddresses,
      connections: CONNECTIONS,
      timeoutMs,
    })
  }

  /**
   * Downloads an image. Each redirect is checked as the address itself.
   * @throws {ToolError} if it is not allowed, not an image, too large, too slow or not there
   */
  async download(address: string): Promise<Image> {
    return followRedirects(imageAddress(address, this.guard), this.timeoutMs, {
      request: (at, signal) => this.request(at, signal),
      read: readImage,
      target: (location, from) => imageAddress(location, this.guard, from),
      tooMany: ({ host }, max) =>
        new ToolError(`${host} redirects more than ${max} times.`, REMEDY),
      failure: (error, at) =>
        error instanceof ToolError ? error : failure(error, at, this.timeoutMs),
    })
  }

  close(): Promise<void> {
    return this.pool.destroy()
  }

  private request({ origin, pathname, search }: URL, signal: AbortSignal) {
    return this.pool.request({
      origin,
      path: pathname + search,
      method: 'GET',
      headers: {
        'user-agent': `apify-agent-tools/${VERSION}`,
        accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
        // Images are compressed already, and what a server compresses again may be far larger than it looks.
        'accept-encoding': 'identity',
      },
      signal,
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
    })
  }
}

async function readImage({ statusCode, headers, body }: Response, at: URL): Promise<Image> {
  const header = (name: string) => [headers[name]].flat()[0]
  try {
    if (statusCode !== 200)
      throw new ToolError(`${at.host} answered with an error (${statusCode}).`, REMEDY)
    const contentType = header('content-type')
    if (!isImageType(contentType)) throw notImage(storedType(contentType), at)
    if ((header('content-encoding') ?? 'identity') !== 'identity')
      throw new ToolError(`${at.host} sent the image compressed, which it need not be.`, REMEDY)
    if (Number(header('content-length')) > MAX_BYTES) throw tooLarge()
    const { bytes, whole } = await readBytes(body, MAX_BYTES)
    if (!whole) throw tooLarge()
    const mimeType = typeByBytes(bytes)
    if (mimeType === undefined) throw notImage('something else', at)
    return { mimeType, blob: bytes.toString('base64') }
  } finally {
    discardRest(body)
  }
}

function tooLarge(): ToolError {
  return new ToolError(`The image is larger than ${MAX_SIZE}.`, REMEDY)
}

function notImage(type: string, { host }: URL): ToolError {
  const shown = /^[\w.+-]+\/[\w.+-]{1,60}$/.test(type) ? type : 'something else'
  return new ToolError(`${host} sent ${shown}, not a PNG, JPEG, WebP, GIF or AVIF image.`, REMEDY)
}

/** Returns the error of a download without an answer. Only its code is shown. */
function failure(error: unknown, at: URL, timeoutMs: number): ToolError {
  if (isRefusal(error)) return privateHostError(at)
  const proxy = proxyFailure(error, at.origin)
  if (proxy) return new ToolError(proxy.happened, proxy.remedy, { cause: error })
  const code = errorCode(error)
  const isSlow = /TIMEDOUT|TIMEOUT/.test(code)
  return new ToolError(
    isSlow
      ? `The image took longer than ${timeoutMs / 1000} seconds.`
      : `${at.host} cannot be reached${code && ` (${code})`}.`,
    REMEDY,
    { cause: error },
  )
}

function isRefusal(error: unknown): boolean {
  if (error instanceof RefusedAddressError) return true
  return error instanceof Error && error.cause !== undefined && isRefusal(error.cause)
}
