import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Folded } from '../shared/parts/folded.tsx'
import { useFormats } from '../shared/use-host.ts'
import { hasEnded, type RunState, readAt, toneOf } from './run-state.ts'

/** The status of a run, its Actor, and what the run says of itself. */
export function RunHead({ run, children }: { run: RunState; children?: ComponentChildren }) {
  const { status, statusMessage, actorName, exitCode } = run
  const hasFailed = status === 'FAILED' || status === 'TIMED-OUT'
  return (
    <header class="run-head">
      <div class="row">
        {/* Nothing else stands in it: a screen reader speaks changes of the status alone. */}
        <div role="status" class="run-status" data-tone={toneOf(status)}>
          {status}
        </div>
        <h1>
          <Folded text={actorName ?? 'Run of an Actor'} chars={120} />
        </h1>
        {children}
      </div>
      {statusMessage !== undefined && (
        <p class={hasFailed ? 'run-message failed' : 'run-message'}>
          <Folded text={statusMessage} />
        </p>
      )}
      {hasFailed && exitCode !== undefined && !(statusMessage ?? '').includes(`${exitCode}`) && (
        <p class="quiet">Exit code {exitCode}</p>
      )}
    </header>
  )
}

/** When the run ended, or how old what is shown is. */
export function RunTime({ run }: { run: RunState }) {
  const formats = useFormats()
  const now = useNow()
  const at = readAt(run)
  if (run.finishedAt !== undefined) {
    return (
      <p class="quiet">
        Ended {formats.dateTime(run.finishedAt)} ({formats.age(run.finishedAt, now)})
      </p>
    )
  }
  if (at === undefined) return null
  return <p class="quiet">{`${hasEnded(run) ? 'Read' : 'As of'} ${formats.dateTime(at)}`}</p>
}

/** How often ages are written anew, in milliseconds. */
const AGE_INTERVAL_MS = 30_000

/** Returns the time, in milliseconds since 1970, and draws the component again from time to time. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), AGE_INTERVAL_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
