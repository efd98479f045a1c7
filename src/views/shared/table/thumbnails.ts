import { listOf, messageOf, recordOf, textOf } from '../values.ts'

/** Where the server offers small copies of images of the web, if its operator has allowed that. */
const THUMBNAILS = 'ui://apify-agent-tools/thumbnail?url='
/** After so many failures without one image, the server is taken to offer none. Single addresses are often dead. */
const MAX_FIRST_FAILURES = 10
/** Matches what the server says if its operator has not allowed it to fetch images. */
const NONE_OFFERED = /fetches no images/
/** How many images are kept. */
const MAX_KEPT = 200
/** How many characters of base64 an image may have: the server sends up to 512,000 bytes. */
const MAX_CHARS = 700_000
/** Images that are only pixels: an SVG may hold more. */
const TYPES = /^image\/(?:png|jpeg|webp|gif|avif)$/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Reads small copies of images through the host, one after the other, and remembers which there are none of. */
export class Thumbnails {
  readonly #read: (uri: string) => Promise<Record<string, unknown>>
  readonly #kept = new Map<string, Promise<string | undefined>>()
  #last: Promise<unknown> = Promise.resolve()
  #failures = 0
  #successes = 0

  /** @param read reads a resource of the server */
  constructor(read: (uri: string) => Promise<Record<string, unknown>>) {
    this.#read = read
  }

  /** Returns an image as a `data:` address, or undefined if there is none. */
  get(url: string): Promise<string | undefined> {
    const known = this.#kept.get(url)
    if (known) return known
    const image = this.#last.then(() => this.#load(url))
    this.#last = image
    this.#kept.set(url, image)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return image
  }

  async #load(url: string): Promise<string | undefined> {
    if (this.#successes === 0 && this.#failures >= MAX_FIRST_FAILURES) return undefined
    try {
      const image = imageOf(await this.#read(`${THUMBNAILS}${encodeURIComponent(url)}`))
      if (image === undefined) this.#failures++
      else this.#successes++
      return image
    } catch (error) {
      this.#failures += NONE_OFFERED.test(messageOf(error)) ? MAX_FIRST_FAILURES : 1
      return undefined
    }
  }
}

function imageOf(answer: Record<string, unknown>): string | undefined {
  const content = recordOf(listOf(answer.contents)[0])
  const type = textOf(content.mimeType) ?? ''
  const blob = textOf(content.blob) ?? ''
  if (!TYPES.test(type) || blob.length > MAX_CHARS || !BASE64.test(blob)) return undefined
  return `data:${type};base64,${blob}`
}
