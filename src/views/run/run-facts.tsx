import { useLayoutEffect, useState } from 'preact/hooks'
import { Fact } from '../shared/parts/fact.tsx'
import { useFormats } from '../shared/use-host.ts'
import { Cost } from './cost.tsx'
import { type ItemCount, ratesOf } from './item-rates.ts'
import { hasEnded, type RunState } from './run-state.ts'
import { Sparkline } from './sparkline.tsx'

interface FactsProps {
  run: RunState
  counts: readonly ItemCount[]
  isLive: boolean
}

/** A run shorter than this has no rate that says anything, in seconds. */
const MIN_RATE_SECS = 10

/** How long, how many, how fast and how dear a run is. */
export function RunFacts({ run, counts, isLive }: FactsProps) {
  const formats = useFormats()
  const seconds = useSecondsSince(run, isLive)
  const { durationSecs, itemCount, usageUsd } = run
  const rates = ratesOf(counts)
  const age = durationSecs === undefined ? undefined : durationSecs + seconds
  return (
    <dl class="facts">
      {age !== undefined && (
        <Fact name={hasEnded(run) ? 'Duration' : 'Running for'}>
          {formats.duration(age * 1000)}
        </Fact>
      )}
      {itemCount !== undefined && <Fact name="Items">{formats.number(itemCount)}</Fact>}
      {rates.length > 0 ? (
        <Fact name="Items per minute">
          <Sparkline rates={rates} />
        </Fact>
      ) : (
        <Average run={run} />
      )}
      {usageUsd !== undefined && (
        <Fact name="Cost">
          <Cost usd={usageUsd} ceilingUsd={run.maxTotalChargeUsd} />
        </Fact>
      )}
    </dl>
  )
}

function Average({ run: { durationSecs = 0, itemCount, ...run } }: { run: RunState }) {
  const formats = useFormats()
  if (itemCount === undefined || durationSecs < MIN_RATE_SECS || !hasEnded(run)) return null
  const rate = Math.round(itemCount / (durationSecs / 60))
  return <Fact name="Items per minute">{formats.number(rate)} on average</Fact>
}

/** Returns the whole seconds since the run was last read, while it is followed. */
function useSecondsSince(run: RunState, isLive: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useLayoutEffect(() => {
    setSeconds(0)
    if (!isLive) return
    const begun = performance.now()
    const tick = () => setSeconds(Math.floor((performance.now() - begun) / 1000))
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [run, isLive])
  return seconds
}
