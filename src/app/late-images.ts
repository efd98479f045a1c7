import type { ViewImages } from '../mcp/apps/view-images.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import type { Thumbnails } from '../thumbnails/thumbnails.ts'
import { isPrivateAddress, privateHost } from '../tool-call/private-host.ts'
import { lateService } from './late-service.ts'

/** Fetches images for views. */
export interface LateImages extends ViewImages {
  /** Ends what is going on, and closes the connections. */
  close(): Promise<void>
}

/** Creates what fetches images from the internet for views, which is loaded when the first one is wanted. */
export function lateImages(proxyFor: ChooseProxy | undefined): LateImages {
  const service = lateService<Thumbnails>(async () =>
    (await import('../thumbnails/thumbnails.ts')).createThumbnails({
      guard: {
        refusedHost: privateHost,
        isRefusedAddress: isPrivateAddress,
        // URLs leave out the port of their scheme.
        allowsPort: (port) => port === '' || port === '80' || port === '443',
      },
      proxyFor,
    }),
  )
  return {
    read: async (address) => (await service.get()).read(address),
    close: service.close,
  }
}
