import { useState } from 'preact/hooks'
import { ActionButton } from '../shared/parts/button.tsx'
import { Question } from '../shared/parts/question.tsx'
import { useAction, useHost } from '../shared/use-host.ts'
import { canBeAborted, isRunResult, type RunState, readRun } from './run-state.ts'

/** A client may ask the person as well, who needs a while. In milliseconds. */
const ABORT_TIMEOUT_MS = 180_000
const LOOK_TIMEOUT_MS = 30_000

interface AbortProps {
  run: RunState
  /** Gets the run as it is after the call. */
  onRun: (run: RunState) => void
}

/** Aborts a run, once the person has confirmed it. After an error the run is read before another try. */
export function Abort({ run, onRun }: AbortProps) {
  const host = useHost()
  const [isAsking, setIsAsking] = useState(false)
  const { runId, actorName } = run
  const take = (result: unknown) => {
    if (!isRunResult(result)) return undefined
    const now = readRun(result)
    onRun(now)
    return now
  }
  const action = useAction({
    async run() {
      const options = { timeoutMs: ABORT_TIMEOUT_MS }
      take(await host.call('abort_run', { runId }, isRunResult, options))
    },
    async lookUp() {
      const options = { timeoutMs: LOOK_TIMEOUT_MS }
      const now = take(await host.call('get_run', { runId }, isRunResult, options))
      return now && !canBeAborted(now) ? 'done' : 'again'
    },
  })
  if (!canBeAborted(run) || !host.canCall('abort_run')) return null
  const confirm = () => {
    setIsAsking(false)
    action.start()
  }
  if (isAsking) {
    return (
      <Question
        title="Abort this run?"
        yes="Abort the run"
        no="Keep it running"
        onYes={confirm}
        onNo={() => setIsAsking(false)}
      >
        <p>
          {actorName === undefined ? 'The run' : <bdi>{actorName}</bdi>} stops and cannot go on.
          What it has stored so far is kept.
        </p>
      </Question>
    )
  }
  return (
    <ActionButton action={{ ...action, start: () => setIsAsking(true) }} kind="danger">
      {action.isBusy ? 'Aborting…' : 'Abort run'}
    </ActionButton>
  )
}
