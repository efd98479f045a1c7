import { useMemo, useRef, useState } from 'preact/hooks'
import type { TextPage } from './record-result.ts'
import { createTextPages, type TextState } from './text-pages.ts'

export type TextPages = TextState & {
  readMore(): void
  readAll(): void
  stop(): void
  /** Whether more can be read. */
  canRead: boolean
}

/**
 * Keeps a text of which more can be read.
 * @param read reads the page that begins at a character; undefined if the host lets the view read nothing
 */
export function useTextPages(
  first: TextPage,
  read: ((offset: number) => Promise<TextPage>) | undefined,
): TextPages {
  const latest = useRef(read)
  latest.current = read
  const [state, setState] = useState<TextState>()
  const pages = useMemo(
    () =>
      createTextPages({
        first,
        read: (offset) => latest.current?.(offset) ?? Promise.reject(new Error(NO_CALLS)),
        onChange: setState,
      }),
    [],
  )
  return {
    ...(state ?? pages.getState()),
    readMore: () => void pages.readMore(),
    readAll: () => void pages.readAll(),
    stop: pages.stop,
    canRead: read !== undefined,
  }
}

const NO_CALLS = 'The client lets this view read nothing.'
