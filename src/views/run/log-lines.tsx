import { useMemo } from 'preact/hooks'
import { Folded } from '../shared/parts/folded.tsx'
import { useHost } from '../shared/use-host.ts'
import { type ShownLine, shownLines } from './log-levels.ts'
import { splitMatches } from './search-lines.ts'

/** Longer lines are folded. */
const LONG_CHARS = 1000

interface LinesProps {
  lines: readonly string[]
  /** What is marked in them; empty for nothing. */
  search: string
  /** The number of each line, if they are known. */
  numbers?: readonly (number | undefined)[]
}

/** Draws lines that were read together. They are drawn again only when they or the search have changed. */
export function LogLines({ lines, search, numbers }: LinesProps) {
  const { locale, timeZone } = useHost().context
  return useMemo(() => {
    const timeOf = clockTimes(locale, timeZone)
    return (
      <>
        {shownLines(lines).map(
          (line, i) =>
            line.text.trim() !== '' && (
              <Line
                key={i}
                line={line}
                search={search}
                number={numbers?.[i]}
                time={timeOf(line.time)}
              />
            ),
        )}
      </>
    )
  }, [lines, search, numbers, locale, timeZone])
}

interface LineProps {
  line: ShownLine
  search: string
  number: number | undefined
  time: string
}

function Line({ line, search, number, time }: LineProps) {
  const { text, level } = line
  return (
    <li data-level={level}>
      {number !== undefined && <span class="log-number">{number}</span>}
      {time !== '' && (
        <time dateTime={line.time} title={line.time}>
          {time}
        </time>
      )}
      {text.length > LONG_CHARS ? (
        <Folded text={text} chars={LONG_CHARS} of="a line of the log" />
      ) : (
        <bdi class="data">
          {search === ''
            ? text
            : splitMatches(text, search).map((part) =>
                part.isMatch ? <mark>{part.text}</mark> : part.text,
              )}
        </bdi>
      )}
    </li>
  )
}

/** Returns a function that writes the time of day of an ISO date; text that is no date as it is. */
function clockTimes(locale: string | undefined, timeZone: string | undefined) {
  const format = timeFormat(locale, timeZone)
  return (iso: string) => {
    const time = Date.parse(iso)
    return Number.isNaN(time) ? iso : format.format(time)
  }
}

/** Clients have sent locales and time zones that the browser does not know. */
function timeFormat(locale: string | undefined, timeZone: string | undefined) {
  const style = { timeStyle: 'medium', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone })
  } catch {
    return new Intl.DateTimeFormat(undefined, style)
  }
}
