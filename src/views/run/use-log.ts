import { useEffect, useMemo, useState } from 'preact/hooks'
import { useHost } from '../shared/use-host.ts'
import { type FollowedLog, LogFollower } from './log-follower.ts'
import { isLogResult, type LogPage, readLogPage } from './log-pages.ts'

/** How many lines are read at a time. */
const PAGE_LINES = 200
const TIMEOUT_MS = 45_000

/** The log of a run as the section shows it. */
export interface LiveLog extends FollowedLog {
  /** Whether it can be read from the server. */
  canRead: boolean
  readEnd(): void
  readEarlier(): void
  /** Returns the lines of the whole log that match. */
  search(text: string): Promise<LogPage>
}

/**
 * Reads the log of a run whenever the run was read, while it is wanted.
 * @param first the end of the log, if the result has it
 * @param when `reads` is how often the run was read; `isLive` tells whether it will be read again soon
 */
export function useLog(
  runId: string | undefined,
  first: LogPage | undefined,
  { reads, isWanted, isLive }: { reads: number; isWanted: boolean; isLive: boolean },
): LiveLog {
  const host = useHost()
  const [, setFollowed] = useState<FollowedLog>()
  const read = async (more: { before?: number; search?: string }) => {
    const args = { runId, lines: PAGE_LINES, ...more }
    const options = { timeoutMs: TIMEOUT_MS }
    return readLogPage(await host.call('get_log', args, isLogResult, options))
  }
  const follower = useMemo(() => {
    const readPage = (before: number | undefined) => read(before === undefined ? {} : { before })
    return new LogFollower({ first, read: readPage, onChange: setFollowed })
  }, [host, first, runId])

  const canRead = runId !== undefined && host.canCall('get_log')
  useEffect(() => {
    if (!isWanted || !canRead || host.ended.aborted) return
    if (reads > 0) void follower.afterPoll()
    else if (!follower.followed.log && !isLive) void follower.readEnd()
  }, [follower, canRead, isWanted, isLive, reads])

  return {
    ...follower.followed,
    canRead,
    readEnd: () => void follower.readEnd(),
    readEarlier: () => void follower.readEarlier(),
    search: (text) => read({ search: text }),
  }
}
