import './row-panel.css'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Folded } from '../parts/folded.tsx'
import { Link } from '../parts/link.tsx'
import { ErrorLine, Status } from '../parts/status.tsx'
import { messageOf } from '../values.ts'
import { cellKind, cellText, isCut } from './cell.ts'
import { ImageLink } from './image-link.tsx'
import { LongValue } from './long-value.tsx'
import type { RowReader } from './row-reader.ts'

interface RowPanelProps {
  /** Such as `Row 5`. */
  title: string
  /** What the table knows of the row. */
  row: Record<string, unknown>
  /** The offset of the row in its dataset, if it can be read from there. */
  position: number | undefined
  reader: RowReader | undefined
  onClose: () => void
  /** Shows the row before or after it; undefined if there is none. */
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** Shows one row with all its fields. It takes the focus, gives it back, and closes on Escape. */
export function RowPanel(props: RowPanelProps) {
  const { title, row, position, reader, onClose, onPrevious, onNext } = props
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const { whole, error, isReading } = useWholeRow(reader, position)
  useLayoutEffect(() => heading.current?.focus(), [])
  const shown = whole ?? row
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onClose()
  }
  return (
    <div class="note row-panel" role="dialog" aria-labelledby={id} onKeyDown={onKeyDown}>
      <div class="row">
        <h2 id={id} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <Button onPress={() => onPrevious?.()} isDisabled={!onPrevious} label="Row before">
          ‹
        </Button>
        <Button onPress={() => onNext?.()} isDisabled={!onNext} label="Row after">
          ›
        </Button>
        <CopyButton text={() => JSON.stringify(shown, null, 2)}>Copy as JSON</CopyButton>
        <Button onPress={onClose}>Close</Button>
      </div>
      <Status>{isReading ? 'Reading the row in full…' : ''}</Status>
      <ErrorLine text={error} />
      <dl>
        {Object.entries(shown).map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <WholeValue name={name} value={value} />
              {isCut(value) && reader && position !== undefined && !isReading && (
                <LongValue {...{ position, reader }} field={name} key={position} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function WholeValue({ name, value }: { name: string; value: unknown }) {
  switch (cellKind(value, name)) {
    case 'empty':
      return <span class="quiet">{value === '' ? 'empty' : String(value ?? 'none')}</span>
    case 'link':
      return <Link url={cellText(value)} />
    case 'image':
      return <ImageLink url={cellText(value)} chars={200} />
    case 'json':
      return (
        <span class="code">
          <Folded text={JSON.stringify(value, null, 2)} chars={600} of={name} />
        </span>
      )
    default:
      return <Folded text={cellText(value)} chars={600} of={name} />
  }
}

/** Reads the row from the server, since a page shows less of it. */
function useWholeRow(reader: RowReader | undefined, position: number | undefined) {
  const [whole, setWhole] = useState<Record<string, unknown>>()
  const [error, setError] = useState<string>()
  const [isReading, setIsReading] = useState(false)
  useLayoutEffect(() => {
    setWhole(undefined)
    setError(undefined)
    if (!reader || position === undefined) return undefined
    const end = new AbortController()
    const { signal } = end
    setIsReading(true)
    reader
      .readRow(position, signal)
      .then((read) => signal.aborted || setWhole(read))
      .catch((failure) => signal.aborted || setError(messageOf(failure)))
      .finally(() => signal.aborted || setIsReading(false))
    return () => end.abort()
  }, [reader, position])
  return { whole, error, isReading }
}
