import './values.css'
import { useState } from 'preact/hooks'
import { beginningOf } from '../beginning-of.ts'
import { Link } from '../parts/link.tsx'
import { cellKind, cellText, shortAddress, shortNumber } from './cell.ts'
import { ImageLink } from './image-link.tsx'

/** How much of a text and of an address a cell shows, in characters. */
const SHORT_CHARS = 48
const ADDRESS_CHARS = 30
/** How much of a text a cell shows when it is unfolded. The row in full shows more. */
const MOST_CHARS = 10_000

interface ValueCellProps {
  value: unknown
  column: string
  /** The number of the row, for what a screen reader says. */
  row: string
}

/** Shows a value in a table, in one line until a person unfolds it. */
export function ValueCell({ value, column, row }: ValueCellProps) {
  switch (cellKind(value, column)) {
    case 'empty':
      return null
    case 'number':
      return <>{typeof value === 'number' && shortNumber(value)}</>
    case 'link':
      return <Link url={cellText(value)}>{shortAddress(cellText(value), ADDRESS_CHARS)}</Link>
    case 'image':
      return <ImageLink url={cellText(value)} chars={ADDRESS_CHARS} />
    case 'json':
      return <ShortText text={cellText(value)} of={`${column}, row ${row}`} isCode />
    default:
      return <ShortText text={cellText(value)} of={`${column}, row ${row}`} />
  }
}

function ShortText({ text, of, isCode }: { text: string; of: string; isCode?: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const name = isCode ? 'code' : undefined
  if (text.length <= SHORT_CHARS) return <bdi class={name}>{text}</bdi>
  const shown = beginningOf(text, isOpen ? MOST_CHARS : SHORT_CHARS)
  return (
    <span class={isOpen ? 'unfolded' : undefined}>
      <bdi class={name}>{shown}</bdi>
      {shown.length < text.length && '…'}
      <button
        type="button"
        class="plain more"
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Less' : 'More'} of ${of}`}
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? 'less' : 'more'}
      </button>
    </span>
  )
}
