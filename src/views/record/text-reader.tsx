import { useEffect } from 'preact/hooks'
import type { TextPage } from './record-result.ts'
import { TextView } from './text-view.tsx'
import { useTextPages } from './use-text-pages.ts'

interface TextReaderProps {
  first: TextPage
  /** Reads the page that begins at a character; undefined if the host lets the view read nothing. */
  read?: ((offset: number) => Promise<TextPage>) | undefined
  label: string
  file: string
  mimeType: string
}

/** Shows a text that begins with the page that is there. */
export function TextReader({ first, read, ...rest }: TextReaderProps) {
  return <TextView pages={useTextPages(first, read)} {...rest} />
}

/** Shows a text of which nothing is there yet: it is asked for at once. */
export function LoadedText({ read, ...rest }: Omit<TextReaderProps, 'first'>) {
  const pages = useTextPages({ text: '', next: 0 }, read)
  useEffect(() => pages.readMore(), [])
  return <TextView pages={pages} {...rest} />
}
