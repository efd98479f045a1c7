import type { Port } from './json-rpc.ts'

/**
 * Opens the way to the page that holds this view. Messages of other windows are ignored. The origin of the host
 * is not known in a sandbox, so messages go to any; they hold nothing that the host does not know.
 */
export function openWindowPort(): Port {
  return portTo(() => window.parent)
}

/** Opens the way to a page in a frame of this view. */
export function openFramePort(frame: HTMLIFrameElement): Port {
  return portTo(() => frame.contentWindow)
}

function portTo(other: () => Window | null): Port {
  return {
    post: (message) => other()?.postMessage(message, '*'),
    listen(receive) {
      const onMessage = ({ source, data }: MessageEvent<unknown>) => {
        if (source === other()) receive(data)
      }
      window.addEventListener('message', onMessage)
      return () => window.removeEventListener('message', onMessage)
    },
  }
}
