import { useMemo } from 'preact/hooks'
import { ActionButton, Button } from '../shared/parts/button.tsx'
import { useAction, useFormats } from '../shared/use-host.ts'
import { LogLines } from './log-lines.tsx'
import { type LogPage, linesOf } from './log-pages.ts'
import { foundLine, hasText, isPattern } from './search-lines.ts'
import type { LiveLog } from './use-log.ts'

/** Lines that are not the end of a log: those that a search found, or a page further up. */
export interface Found {
  page: LogPage
  /** Undefined if they were not searched for. */
  search: string | undefined
}

interface LogSearchProps {
  text: string
  onText: (text: string) => void
  log: LiveLog
  /** The lines that are shown until the log was read. */
  failure: readonly string[]
  found: Found | undefined
  onFound: (found: Found) => void
}

/** Searches the lines that are here as a person types, and the whole log if that is wanted. */
export function LogSearch({ text, onText, log, failure, found, onFound }: LogSearchProps) {
  const all = useAction({
    async run() {
      onFound({ page: await log.search(text), search: text })
    },
  })
  const isPart = log.log?.before !== undefined || isPattern(text)
  const onKeyDown = (event: KeyboardEvent) => {
    if (text === '') return
    if (event.key === 'Escape') onText('')
    else if (event.key === 'Enter' && log.canRead) all.start()
  }
  return (
    <>
      <input
        type="search"
        aria-label="Search the log"
        placeholder="Search the log"
        value={text}
        maxLength={200}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && log.canRead && isPart && !found && (
        <ActionButton action={all}>{all.isBusy ? 'Searching…' : 'Search all lines'}</ActionButton>
      )}
      {found && log.canRead && <Button onPress={() => onText('')}>Show the end of the log</Button>}
      {text !== '' && !found && <MatchCount {...{ text, log, failure }} />}
    </>
  )
}

function MatchCount({
  text,
  log: { log },
  failure,
}: Pick<LogSearchProps, 'text' | 'log' | 'failure'>) {
  const formats = useFormats()
  const lines = log ? linesOf(log) : failure
  const count = lines.filter((line) => hasText(line, text)).length
  return (
    <span role="status" class="quiet">
      {formats.number(count)} of {formats.number(lines.length)} lines here
    </span>
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
