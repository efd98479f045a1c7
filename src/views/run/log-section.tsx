import { useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { ErrorLine } from '../shared/parts/status.tsx'
import { useFormats } from '../shared/use-host.ts'
import { linesOf } from './log-pages.ts'
import { FoundLines, LogSearch, useLogSearch } from './log-search.tsx'
import { LogTail } from './log-tail.tsx'
import type { Shown } from './shown-result.ts'
import { useLog } from './use-log.ts'
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
  const { runId } = shown
  const log = useLog(runId, shown.isEnd ? shown.log : undefined, {
    reads: live.reads,
    isWanted: isOpen && isPinned && (shown.isEnd || shown.log === undefined || live.isLive),
  })
  const search = useLogSearch(shown, log)
  const failure = live.run?.failureLines ?? []
  if (!log.canRead && !log.log && !search.found && failure.length === 0) return null
  const lines = log.log ? linesOf(log.log) : failure
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Log</summary>
      <div class="row log-tools">
        <LogSearch search={search} lines={lines} canSearchAll={log.canRead} log={log.log} />
        <CopyButton text={() => lines.join('\n')} label="Copy the lines of the log">
          Copy
        </CopyButton>
      </div>
      {search.found ? (
        <FoundLines found={search.found} />
      ) : (
        <LogTail
          log={log}
          lines={failure}
          search={search.text}
          isPinned={isPinned}
          onPinned={setIsPinned}
        />
      )}
      <ErrorLine text={log.error && `The log could not be read: ${log.error}`} />
      <div class="row quiet">
        <LineCount total={log.log?.total} isLive={live.isLive && isPinned && !search.found} />
        {!isPinned && live.isLive && (
          <Button onPress={() => setIsPinned(true)}>Follow the log</Button>
        )}
        {!live.isLive && log.canRead && log.error !== undefined && (
          <Button onPress={log.readEnd}>Read the log again</Button>
        )}
      </div>
    </details>
  )
}

function LineCount({ total, isLive }: { total: number | undefined; isLive: boolean }) {
  const formats = useFormats()
  if (total === undefined) return null
  const count = total === 1 ? '1 line' : `${formats.number(total)} lines`
  return <span>{isLive ? `${count}, following` : count}</span>
}
