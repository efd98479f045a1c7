import { useEffect, useMemo, useState } from 'preact/hooks'
import { useHost } from '../shared/use-host.ts'
import { pageClock } from './clock.ts'
import { type Followed, RunFollower } from './run-follower.ts'
import { hasEnded, isRunResult, type RunState, readRun } from './run-state.ts'
import type { Shown } from './shown-result.ts'
import { watchVisible } from './watch-visible.ts'

/** How much longer than its wait an answer may take, in milliseconds. */
const MARGIN_MS = 30_000
/** What the tool says of the id of a build, whose log is shown without a run. */
const NOT_FOUND = /\bnot found\b/i

/** A run as the parts of this view use it. */
export interface LiveRun extends Followed {
  /** Whether the run is read again and again. It is not if it has ended, or the client lets the view call no tools. */
  isLive: boolean
  take(run: RunState): void
  pollNow(): void
}

/** Follows the run of a result for as long as a person can see the view. */
export function useRun({ runId, run: first }: Shown): LiveRun {
  const host = useHost()
  const [, setFollowed] = useState<Followed>()
  const [hasNoRun, setHasNoRun] = useState(false)
  const follower = useMemo(() => {
    const read = async (waitSecs: number, signal: AbortSignal) => {
      const options = { signal, timeoutMs: waitSecs * 1000 + MARGIN_MS }
      return readRun(await host.call('get_run', { runId, waitSecs }, isRunResult, options))
    }
    const onChange = (followed: Followed) => {
      setFollowed(followed)
      if (!followed.run && NOT_FOUND.test(followed.error ?? '')) setHasNoRun(true)
    }
    return new RunFollower({ first, read, clock: pageClock, onChange })
  }, [host, first, runId])

  const { followed } = follower
  const isOver = hasNoRun || (followed.run !== undefined && hasEnded(followed.run))
  const isLive = runId !== undefined && !isOver && host.canCall('get_run')
  useEffect(() => {
    if (!isLive || host.ended.aborted) return
    const unwatch = watchVisible(document.body, (isVisible) => follower.setActive(isVisible))
    const stop = () => {
      unwatch()
      follower.setActive(false)
      host.ended.removeEventListener('abort', stop)
    }
    host.ended.addEventListener('abort', stop)
    return stop
  }, [host, follower, isLive])

  return {
    ...followed,
    error: hasNoRun ? undefined : followed.error,
    isLive,
    take: (run) => follower.take(run),
    pollNow: () => follower.pollNow(),
  }
}
