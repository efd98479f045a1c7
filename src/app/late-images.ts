import type { ViewImages } from '../mcp/apps/view-images.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import type { Thumbnails } from '../thumbnails/thumbnails.ts'
import { isPrivateAddress, privateHost } from '../tool-call/private-host.ts'

/** Fetches images for views. */
export interface LateImages extends ViewImages {
  /** Ends what is going on, and closes the connections. */
  close(): Promise<void>
}

/** Creates what fetches images from the internet for views, which is loaded when the first one is wanted. */
export function lateImages(proxyFor: ChooseProxy | undefined): LateImages {
  let service: Promise<Thumbnails> | undefined
  const load = async () =>
    (await import('../thumbnails/thumbnails.ts')).createThumbnails({
      guard: {
        refusedHost: privateHost,
        isRefusedAddress: isPrivateAddress,
        // URLs leave out the port of their scheme.
        allowsPort: (port) => port === '' || port === '80' || port === '443',
      },
      proxyFor,
    })
  return {
    async read(address) {
      service ??= load()
      return (await service).read(address)
    },
    async close() {
      // If it could not be loaded, there is nothing to close.
      await (await service?.catch(() => undefined))?.close()
    },
  }
}
