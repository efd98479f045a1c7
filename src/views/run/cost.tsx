import { useFormats } from '../shared/use-host.ts'

/** From this share of the ceiling on, the text says that it is near. */
const NEAR = 0.8

/** What a run has cost so far, beside the most that it may cost. Both in US dollars. */
export function Cost({ usd, ceilingUsd }: { usd: number; ceilingUsd: number | undefined }) {
  const formats = useFormats()
  if (ceilingUsd === undefined || ceilingUsd <= 0) return <>{formats.money(usd)}</>
  const share = usd / ceilingUsd
  const text = `${formats.money(usd)} of at most ${formats.money(ceilingUsd)}`
  const isNear = share >= NEAR
  return (
    <>
      {text}
      <span class="fact-note">
        {formats.percent(share)}
        {isNear && (share >= 1 ? ', at its ceiling' : ', near its ceiling')}
      </span>
      <meter
        aria-label="Cost against its ceiling"
        aria-valuetext={`${text}, ${formats.percent(share)}`}
        min={0}
        max={ceilingUsd}
        high={ceilingUsd * NEAR}
        value={Math.min(usd, ceilingUsd)}
      />
    </>
  )
}
