import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { beginningOf } from '../shared/beginning-of.ts'
import { Folded } from '../shared/parts/folded.tsx'
import type { LineMatch } from './text-lines.ts'
import { WindowNav } from './window-nav.tsx'

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
  useLayoutEffect(() => {
    if (isFar) setStart(Math.max(0, match.line - WINDOW / 2))
  }, [match])
  useLayoutEffect(() => scrollTo(box.current, '[data-match]'), [match, start])
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
      <WindowNav
        title="Lines"
        start={start}
        shown={shown.length}
        count={lines.length}
        size={WINDOW}
        hasLast
        onJump={jump}
      />
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

/** Scrolls a box, and nothing around it, so that an element in it is seen. */
export function scrollTo(box: HTMLElement | null, selector: string): void {
  const element = box?.querySelector(selector)
  if (!box || !(element instanceof HTMLElement)) return
  const { offsetTop, offsetHeight } = element
  const isSeen =
    offsetTop >= box.scrollTop && offsetTop + offsetHeight <= box.scrollTop + box.clientHeight
  if (!isSeen) box.scrollTop = offsetTop - box.clientHeight / 3
}
