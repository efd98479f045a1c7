import { useLayoutEffect, useRef } from 'preact/hooks'
import { LogLines } from './log-lines.tsx'
import { hasText } from './search-lines.ts'
import type { LiveLog } from './use-log.ts'

/** How near the end counts as the end, in pixels. */
const NEAR_END_PX = 12

interface TailProps {
  log: LiveLog
  /** What is shown until the log was read. */
  lines: readonly string[]
  /** Only lines with this text are shown. */
  search: string
  /** Whether the end stays in sight when lines are added. */
  isPinned: boolean
  onPinned: (isPinned: boolean) => void
}

/** The end of a log in a box that scrolls. */
export function LogTail({ log, lines, search, isPinned, onPinned }: TailProps) {
  const box = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (isPinned && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [log.log, lines, search, isPinned])
  const onScroll = () => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {}
    onPinned(scrollTop + clientHeight >= scrollHeight - NEAR_END_PX)
  }
  const chunks = log.log?.chunks ?? [{ from: 1, lines }]
  const shown = chunks.map(({ from, lines: all }) => ({
    from,
    lines: search === '' ? all : all.filter((line) => hasText(line, search)),
  }))
  const isEmpty = shown.every(({ lines: some }) => some.length === 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which needs the focus.
    <section ref={box} class="log" tabIndex={0} aria-label="Lines of the log" onScroll={onScroll}>
      {log.log?.before !== undefined && (
        <button type="button" class="plain" disabled={log.isReading} onClick={log.readEarlier}>
          Show earlier lines
        </button>
      )}
      <ol>
        {shown.map(({ from, lines: some }) => (
          <LogLines key={from} lines={some} search={search} />
        ))}
      </ol>
      {isEmpty && <p class="quiet">{emptyLine(log, search)}</p>}
    </section>
  )
}

function emptyLine({ log, isReading }: LiveLog, search: string): string {
  if (search !== '') return 'No line here has this text.'
  return log === undefined && isReading ? 'Reading the log…' : 'The log is empty.'
}
