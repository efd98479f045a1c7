import { useLayoutEffect, useRef } from 'preact/hooks'
import { ActionButton } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { Link } from '../shared/parts/link.tsx'
import { Question } from '../shared/parts/question.tsx'
import { useAction, useFormats, useHost } from '../shared/use-host.ts'
import { numberOf } from '../shared/values.ts'
import { Facts } from './facts.tsx'
import type { RunRequest, StartedRun } from './run-start.ts'
import type { useRun } from './use-run.ts'

type RunModel = ReturnType<typeof useRun>

interface RunQuestionProps {
  model: RunModel
  request: RunRequest
  price: string | undefined
  /** The input without its secrets. */
  shownInput: Record<string, unknown>
  /** Whether the check of the input found problems, which the person has seen. */
  hasProblems: boolean
}

const UNSURE =
  'The last try failed, and no new run is listed. One may still appear: if unsure, look at Apify Console first.'

/** Asks the person before a run is started: the Actor, what it may cost, and what is sent. */
export function RunQuestion({ model, request, price, shownInput, hasProblems }: RunQuestionProps) {
  const formats = useFormats()
  const { actorId, input, limits } = request
  const maxTotalChargeUsd = numberOf(limits.maxTotalChargeUsd)
  const secrets = Object.keys(input).length - Object.keys(shownInput).length
  const ceiling =
    maxTotalChargeUsd === undefined
      ? 'none but those of the server'
      : formats.money(maxTotalChargeUsd)
  return (
    <Question
      title="Start this run?"
      yes="Start the run"
      kind="primary"
      onYes={model.action.start}
      onNo={() => model.ask(undefined)}
    >
      {model.isUnsure && <p class="warning">{UNSURE}</p>}
      {hasProblems && <p class="warning">The check found problems with the input.</p>}
      <Facts
        facts={{
          Actor: actorId,
          Price: price ?? 'not known',
          Ceiling: ceiling,
          ...moreLimits(limits),
          Input: (
            <code>
              <Folded text={JSON.stringify(shownInput)} of="the input" />
            </code>
          ),
          Secrets: secrets > 0 && `${secrets}, not shown here`,
        }}
      />
    </Question>
  )
}

/** Returns the limits of a run beside its ceiling, for the person to read. */
function moreLimits({ maxTotalChargeUsd: _, ...others }: Record<string, unknown>) {
  const text = Object.entries(others).map(([name, value]) => `${name} ${value}`)
  return { Limits: text.length > 0 && text.join(', ') }
}

interface StartedProps {
  model: RunModel
  run: StartedRun
  actorId: string
}

/** Shows the run that was started. */
export function Started({ model, run, actorId }: StartedProps) {
  const formats = useFormats()
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [run.runId])
  return (
    <section class="note started">
      <h3 ref={heading} tabIndex={-1}>
        {model.isFound ? 'The answer was lost, but this run has started' : 'The run has started'}
      </h3>
      <Facts
        facts={{
          Run: <code>{run.runId}</code>,
          Status: run.status,
          Started: run.startedAt && formats.dateTime(run.startedAt),
        }}
      />
      <div class="row">
        <SendButton text={() => startedText(run, actorId)}>Tell the model</SendButton>
        {run.consoleUrl !== undefined && <Link url={run.consoleUrl}>Open in Apify Console</Link>}
      </div>
    </section>
  )
}

function startedText({ runId, status }: StartedRun, actorId: string): string {
  return `I started run ${runId} of Actor ${actorId}: ${status}. Follow it with get_run; do not start it again.`
}

/** Puts a text into the conversation. Hosts that take no messages have no such button. */
export function SendButton({ text, children }: { text: () => string; children: string }) {
  const host = useHost()
  const action = useAction({
    async run() {
      if (!(await host.sendMessage(text()))) throw new Error('The client did not take the message.')
    },
  })
  if (!host.canSendMessages) return null
  return <ActionButton action={action}>{children}</ActionButton>
}
