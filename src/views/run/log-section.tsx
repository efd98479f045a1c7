import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { ErrorLine } from '../shared/parts/status.tsx'
import { useFormats } from '../shared/use-host.ts'
import { linesOf } from './log-pages.ts'
import { type Found, FoundLines, LogSearch } from './log-search.tsx'
import { LogTail } from './log-tail.tsx'
import type { Shown } from './shown-result.ts'
import { type LiveLog, useLog } from './use-log.ts'
import type { LiveRun } from './use-run.ts'

interface LogSectionProps {
  shown: Shown
  live: LiveRun
  /** Whether the log is what a person looks for first. */
  isFirst: boolean
}

/** The log of a run: it follows the run, and can be searched. */
export function LogSection({ shown, live, isFirst }: LogSectionProps) {
  const [isOpen, setIsOpen] = useState(isFirst)
  const [isPinned, setIsPinned] = useState(true)
  const [found, setFound] = useState(() => foundIn(shown))
  const log = useLog(shown.runId, shown.isEnd ? shown.log : undefined, {
    reads: live.reads,
    // A person who reads further up is not disturbed.
    isWanted: isOpen && !found && (isPinned || !live.isLive),
    isLive: live.isLive && live.error === undefined,
  })
  const failure = live.run?.failureLines ?? NO_LINES
  if (!log.canRead && !log.log && !found && failure.length === 0) return null
  const lines = log.log ? linesOf(log.log) : failure
  const isFollowing = live.isLive && log.canRead && !found
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Log</summary>
      <LogBody
        {...{ shown, log, failure, found, isPinned }}
        onFound={setFound}
        onPinned={setIsPinned}
      >
        <CopyButton
          text={() => (found?.page.lines ?? lines).join('\n')}
          label="Copy the lines of the log"
        />
      </LogBody>
      <ErrorLine text={log.error && `The log could not be read: ${log.error}`} />
      <div class="row quiet">
        {!found && <LineCount total={log.log?.total} isFollowing={isFollowing && isPinned} />}
        {isFollowing && !isPinned && (
          <Button onPress={() => setIsPinned(true)}>Follow the log</Button>
        )}
        {!live.isLive && log.canRead && (log.error !== undefined || !live.run) && (
          <Button isDisabled={log.isReading} onPress={log.readEnd}>
            Read the log again
          </Button>
        )}
      </div>
    </details>
  )
}

const NO_LINES: readonly string[] = []

/** Returns what the result shows of a log if that is not its end. */
function foundIn({ log, isEnd, search }: Shown): Found | undefined {
  return log && !isEnd ? { page: log, search } : undefined
}

interface BodyProps {
  shown: Shown
  log: LiveLog
  failure: readonly string[]
  found: Found | undefined
  onFound: (found: Found | undefined) => void
  isPinned: boolean
  onPinned: (isPinned: boolean) => void
  children: ComponentChildren
}

/** The search, and the lines that it leaves. */
function LogBody({ shown, log, failure, found, onFound, children, ...pinned }: BodyProps) {
  const [text, setText] = useState(shown.search ?? '')
  const change = (wanted: string) => {
    setText(wanted)
    onFound(undefined)
  }
  return (
    <>
      <div class="row log-tools">
        <LogSearch {...{ text, log, failure, found, onFound }} onText={change} />
        {children}
      </div>
      {found ? (
        <FoundLines found={found} />
      ) : (
        <LogTail log={log} lines={failure} search={text} {...pinned} />
      )}
    </>
  )
}

function LineCount({ total, isFollowing }: { total: number | undefined; isFollowing: boolean }) {
  const formats = useFormats()
  if (total === undefined) return null
  const count = total === 1 ? '1 line' : `${formats.number(total)} lines`
  return <span>{isFollowing ? `${count}, following` : count}</span>
}
