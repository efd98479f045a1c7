import { useEffect, useRef, useState } from 'preact/hooks'
import { beginningOf } from '../shared/beginning-of.ts'
import { Button } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { useFormats } from '../shared/use-host.ts'
import type { LineMatch } from './text-lines.ts'

/** How many lines are in the page at a time. */
const WINDOW = 400
/** How many characters of a line are shown at first, and before and after a match. */
const LINE_CHARS = 2000
const BEFORE_MATCH = 200

interface LineListProps {
  lines: readonly string[]
  label: string
  wraps: boolean
  match: LineMatch | undefined
  matchChars: number
}

/** Shows the lines of a text with their numbers, some hundred at a time. */
export function LineList({ lines, label, wraps, match, matchChars }: LineListProps) {
  const [start, setStart] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const isFar = match !== undefined && (match.line < start || match.line >= start + WINDOW)
  useEffect(() => {
    if (isFar) setStart(Math.max(0, match.line - WINDOW / 2))
  }, [match])
  useEffect(() => scrollTo(box.current, '[data-match]'), [match, start])
  const shown = lines.slice(start, start + WINDOW)
  const jump = (to: number) => {
    setStart(to)
    if (box.current) box.current.scrollTop = 0
  }
  return (
    <>
      <section
        ref={box}
        class="lines"
        data-wraps={wraps}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
      >
        {shown.map((text, index) => {
          const line = start + index
          const column = match?.line === line ? match.column : undefined
          return (
            <div
              key={line}
              class="line"
              data-line={line + 1}
              data-match={column !== undefined || undefined}
            >
              <span dir="auto">
                <LineText text={text} column={column} chars={matchChars} />
              </span>
            </div>
          )
        })}
      </section>
      <LineWindow start={start} shown={shown.length} count={lines.length} onJump={jump} />
    </>
  )
}

function LineText(props: { text: string; column: number | undefined; chars: number }) {
  const { text, column, chars } = props
  if (column === undefined)
    return text.length > LINE_CHARS ? (
      <Folded text={text} chars={LINE_CHARS} />
    ) : (
      <bdi>{text || '\n'}</bdi>
    )
  const from = text.length > LINE_CHARS ? Math.max(0, column - BEFORE_MATCH) : 0
  const after = text.slice(column + chars)
  return (
    <>
      {from > 0 && '… '}
      {text.slice(from, column)}
      <mark>{text.slice(column, column + chars)}</mark>
      {beginningOf(after, LINE_CHARS)}
      {after.length > LINE_CHARS && ' …'}
    </>
  )
}

interface LineWindowProps {
  start: number
  shown: number
  count: number
  onJump: (start: number) => void
}

function LineWindow({ start, shown, count, onJump }: LineWindowProps) {
  const { number } = useFormats()
  if (shown === count) return null
  const last = Math.floor((count - 1) / WINDOW) * WINDOW
  return (
    <nav class="row" aria-label="Lines">
      <span class="quiet">
        Lines {number(start + 1)} to {number(start + shown)} of {number(count)}
      </span>
      <Button isDisabled={start === 0} onPress={() => onJump(Math.max(0, start - WINDOW))}>
        Earlier lines
      </Button>
      <Button isDisabled={start + shown >= count} onPress={() => onJump(start + WINDOW)}>
        Later lines
      </Button>
      <Button isDisabled={start + shown >= count} onPress={() => onJump(last)}>
        Last lines
      </Button>
    </nav>
  )
}

/** Scrolls a box, and nothing around it, so that an element in it is seen. */
export function scrollTo(box: HTMLElement | null, selector: string): void {
  const element = box?.querySelector(selector)
  if (!box || !(element instanceof HTMLElement)) return
  const { offsetTop, offsetHeight } = element
  const isSeen =
    offsetTop >= box.scrollTop && offsetTop + offsetHeight <= box.scrollTop + box.clientHeight
  if (!isSeen) box.scrollTop = offsetTop - box.clientHeight / 3
}
