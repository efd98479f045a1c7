import { ToolError } from '../shared/errors.ts'
import { keepRecent } from '../shared/keep-recent.ts'
import { type DownloaderOptions, type Image, ImageDownloader } from './download-image.ts'

/** Downloads at a time. */
const MAX_RUNNING = 4
/** Downloads that wait for others. A page of a table may have some hundred images. */
const MAX_WAITING = 500
/** Images that are kept, and for how long in milliseconds. With the largest ones they take 20 MB. */
const MAX_KEPT = 30
const KEPT_MS = 600_000

/** Fetches images for views. All clients share it, since the images are public. */
export interface Thumbnails {
  /**
   * Returns the image at an http(s) address.
   * @throws {ToolError} that says why there is none
   */
  read(address: string): Promise<Image>
  /** Ends what is going on, and closes the connections. */
  close(): Promise<void>
}

/** Creates what fetches images: few at a time, the others wait; the latest are kept. */
export function createThumbnails(options: DownloaderOptions): Thumbnails {
  const downloader = new ImageDownloader(options)
  const kept = new Map<string, { image: Promise<Image>; at: number }>()
  const queue = createQueue()
  return {
    read(address) {
      const known = kept.get(address)
      if (known && Date.now() - known.at < KEPT_MS) return known.image
      const image = queue.run(() => downloader.download(address))
      keepRecent(kept, address, { image, at: Date.now() }, MAX_KEPT)
      image.catch(() => {
        // A failure may pass.
        if (kept.get(address)?.image === image) kept.delete(address)
      })
      return image
    },
    close: () => downloader.close(),
  }
}

/** Creates a queue of which few entries run at a time. */
function createQueue() {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    /** @throws {ToolError} if too many wait already */
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (waiting.length >= MAX_WAITING) {
        throw new ToolError(
          'Too many images are being fetched.',
          'Try again in a minute, or open its address instead.',
        )
      }
      if (running >= MAX_RUNNING) await new Promise<void>((start) => waiting.push(start))
      else running++
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
