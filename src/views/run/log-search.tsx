import { useMemo, useState } from 'preact/hooks'
import type { ActionState } from '../shared/action.ts'
import { ActionButton, Button } from '../shared/parts/button.tsx'
import { useAction, useFormats } from '../shared/use-host.ts'
import { LogLines } from './log-lines.tsx'
import type { LogPage, RunLog } from './log-pages.ts'
import { foundLine, hasText, isPattern } from './search-lines.ts'
import type { Shown } from './shown-result.ts'
import type { LiveLog } from './use-log.ts'

/** Lines that are not the end of a log: those that a search found, or a page further up. */
export interface Found {
  page: LogPage
  /** Undefined if they were not searched for. */
  search: string | undefined
}

/** A search of the log, and what controls it. */
export interface Search {
  text: string
  setText(text: string): void
  found: Found | undefined
  /** Searches the whole log through the server. */
  all: ActionState & { start: () => void }
}

/** Searches the lines that are here as a person types, and the whole log if that is wanted. */
export function useLogSearch(shown: Shown, log: LiveLog): Search {
  const [text, setText] = useState(shown.search ?? '')
  const [found, setFound] = useState<Found | undefined>(
    shown.log && !shown.isEnd ? { page: shown.log, search: shown.search } : undefined,
  )
  const all = useAction({
    async run() {
      const wanted = text
      setFound({ page: await log.search(wanted), search: wanted })
    },
  })
  const change = (wanted: string) => {
    setText(wanted)
    setFound(undefined)
  }
  return { text, setText: change, found, all }
}

interface LogSearchProps {
  search: Search
  lines: readonly string[]
  canSearchAll: boolean
  log: RunLog | undefined
}

/** The field of the search, and how much it found. */
export function LogSearch({ search, lines, canSearchAll, log }: LogSearchProps) {
  const { text, setText, found, all } = search
  const formats = useFormats()
  const isPart = log?.before !== undefined || isPattern(text)
  const count = useMemo(
    () => (text === '' ? 0 : lines.filter((line) => hasText(line, text)).length),
    [lines, text],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && text !== '') setText('')
    else if (event.key === 'Enter' && canSearchAll && text !== '') all.start()
  }
  return (
    <>
      <input
        type="search"
        aria-label="Search the log"
        placeholder="Search the log"
        value={text}
        maxLength={200}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && canSearchAll && isPart && !found && (
        <ActionButton action={all}>{all.isBusy ? 'Searching…' : 'Search all lines'}</ActionButton>
      )}
      {found && <Button onPress={() => setText('')}>Show the end of the log</Button>}
      <span role="status" class="quiet">
        {text !== '' &&
          !found &&
          `${formats.number(count)} of ${formats.number(lines.length)} lines`}
      </span>
    </>
  )
}

/** The lines that the server found, with their numbers. */
export function FoundLines({ found: { page, search } }: { found: Found }) {
  const formats = useFormats()
  const found = useMemo(
    () => page.lines.map(search === undefined ? unnumbered : foundLine),
    [page, search],
  )
  const lines = useMemo(() => found.map(({ text }) => text), [found])
  const numbers = useMemo(() => found.map(({ number }) => number), [found])
  const matches = found.filter(({ isMatch }) => isMatch).length
  const total = formats.number(page.total)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which needs the focus. */}
      <section class="log" tabIndex={0} aria-label="Lines of the log">
        <ol>
          <LogLines lines={lines} numbers={numbers} search={search ?? ''} />
        </ol>
      </section>
      <p role="status" class="quiet">
        {search !== undefined && `${formats.number(matches)} of ${total} lines match`}
        {search !== undefined && page.before !== undefined && '; those further up are not shown'}
      </p>
    </>
  )
}

function unnumbered(text: string) {
  return { number: undefined, isMatch: false, text }
}
