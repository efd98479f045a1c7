import { useMemo } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { ErrorLine } from '../shared/parts/status.tsx'
import type { ViewProps } from '../shared/start-view.tsx'
import { useFormats } from '../shared/use-host.ts'
import { Abort } from './abort.tsx'
import { LogSection } from './log-section.tsx'
import { Results } from './results.tsx'
import { RunDetails } from './run-details.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunHead, RunTime } from './run-head.tsx'
import { hasEnded, type RunState } from './run-state.ts'
import { readShown } from './shown-result.ts'
import { type LiveRun, useRun } from './use-run.ts'

/** Shows a run: how it goes, its log and, once it has ended, its first items. */
export function RunView({ result, args, host }: ViewProps<Record<string, unknown>>) {
  const shown = useMemo(() => readShown(result, args), [result, args])
  const live = useRun(shown)
  const { run } = live
  const isLogFirst = shown.log !== undefined || (run !== undefined && run.status !== 'SUCCEEDED')
  const log = <LogSection key="log" shown={shown} live={live} isFirst={isLogFirst} />
  const results = run && <Results key="results" run={run} rows={shown.rows} />
  const hasFailed = run && hasEnded(run) && run.status !== 'SUCCEEDED'
  return (
    <>
      {run ? (
        <RunTop run={run} live={live} note={host.canCall('get_run') ? undefined : shown.note} />
      ) : (
        <h1>Log</h1>
      )}
      {/* What a person looks for first. Keys keep the log as it is when the run or its results come. */}
      {hasFailed ? [log, results] : [results, log]}
      {run && <RunDetails run={run} />}
    </>
  )
}

interface RunTopProps {
  run: RunState
  live: LiveRun
  note: string | undefined
}

/** Shows how a run goes. */
function RunTop({ run, live, note }: RunTopProps) {
  return (
    <>
      <RunHead run={run}>
        <Abort run={run} onRun={live.take} />
      </RunHead>
      <Trouble live={live} />
      <RunFacts run={run} counts={live.counts} isLive={live.isLive} />
      {!live.isLive && <RunTime run={run} />}
      {note && <p class="quiet">{note}</p>}
    </>
  )
}

/** Says that the run cannot be read at the moment, and when it is tried again. */
function Trouble({ live: { error, isLive, retryMs, pollNow } }: { live: LiveRun }) {
  const formats = useFormats()
  if (error === undefined || !isLive) return null
  return (
    <>
      <ErrorLine text={`The run could not be read: ${error}`} />
      <p class="row quiet">
        What is shown may be old. The next try follows in {formats.duration(retryMs)}.
        <Button onPress={pollNow}>Try now</Button>
      </p>
    </>
  )
}
