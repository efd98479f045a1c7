import { useState } from 'preact/hooks'
import { beginningOf } from '../beginning-of.ts'
import { useFormats } from '../use-host.ts'

/** How many characters of a text are shown before a person asks for all of it. */
const SHORT_CHARS = 300
/** How many are shown at most: a browser stands still over texts of many megabytes. */
const MOST_CHARS = 100_000

interface FoldedProps {
  text: string
  chars?: number
  /** What screen readers hear of the button beside its text, such as the name of a column. */
  of?: string
}

/** Shows a text of anyone's, in any direction of writing. A long one is folded. */
export function Folded({ text, chars = SHORT_CHARS, of }: FoldedProps) {
  const formats = useFormats()
  const [isOpen, setIsOpen] = useState(false)
  if (text.length <= chars) return <bdi class="data">{text}</bdi>
  const shown = beginningOf(text, isOpen ? MOST_CHARS : chars)
  const isWhole = shown.length === text.length
  return (
    <span class="data" dir="auto">
      <bdi>{shown}</bdi>
      {isWhole ? ' ' : '… '}
      <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Show less' : `Show more (${formats.number(text.length)} characters)`}
        {of !== undefined && <span class="hidden-text"> of {of}</span>}
      </button>
    </span>
  )
}
