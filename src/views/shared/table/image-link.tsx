import './values.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Host } from '../host.ts'
import { Link } from '../parts/link.tsx'
import { useHost } from '../use-host.ts'
import { shortAddress } from './cell.ts'
import { Thumbnails } from './thumbnails.ts'

const thumbnailsOf = new WeakMap<Host, Thumbnails>()

/** Shows the address of an image, and a small copy of it if the server has one. The page itself loads nothing. */
export function ImageLink({ url, chars }: { url: string; chars: number }) {
  const place = useRef<HTMLSpanElement>(null)
  const image = useThumbnail(url, place)
  return (
    <span class="image" ref={place}>
      {image === undefined ? (
        <span class="no-image" aria-hidden="true" />
      ) : (
        <img src={image} alt="" />
      )}
      <Link url={url}>{shortAddress(url, chars)}</Link>
    </span>
  )
}

/** Reads the image when its place comes into view. */
function useThumbnail(url: string, place: { current: HTMLElement | null }): string | undefined {
  const host = useHost()
  const [image, setImage] = useState<string>()
  useLayoutEffect(() => {
    setImage(undefined)
    if (!host.canReadResources || !place.current) return undefined
    let isGone = false
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      void thumbnails(host)
        .get(url)
        .then((read) => isGone || setImage(read))
    })
    observer.observe(place.current)
    return () => {
      isGone = true
      observer.disconnect()
    }
  }, [host, url])
  return image
}

function thumbnails(host: Host): Thumbnails {
  const known = thumbnailsOf.get(host)
  if (known) return known
  const made = new Thumbnails((uri) => host.readResource(uri, { signal: host.ended }))
  thumbnailsOf.set(host, made)
  return made
}
