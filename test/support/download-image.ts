import { type DownloaderOptions, ImageDownloader } from '../../src/thumbnails/download-image.ts'
import { isPrivateAddress, privateHost } from '../../src/tool-call/private-host.ts'

/** Lets images come from this machine, where the sites of tests are. */
export const OPEN = {
  refusedHost: () => undefined,
  isRefusedAddress: () => false,
  allowsPort: () => true,
}

/** The guard of the server, but for the ports. */
export const GUARD = {
  refusedHost: privateHost,
  isRefusedAddress: isPrivateAddress,
  allowsPort: () => true,
}

/** Downloads an image; returns it, or what the error says. The guard is open by default. */
export async function downloadImage(address: string, options: Partial<DownloaderOptions> = {}) {
  const downloader = new ImageDownloader({ guard: OPEN, ...options })
  try {
    return await downloader.download(address)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await downloader.close()
  }
}
