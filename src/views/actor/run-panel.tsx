import { useEffect, useRef } from 'preact/hooks'
import { ActionButton } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { Link } from '../shared/parts/link.tsx'
import { Question } from '../shared/parts/question.tsx'
import { useAction, useFormats, useHost } from '../shared/use-host.ts'
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
  'The last try gave no run, and none is listed yet. One may have started all the same and appear late; look at Apify Console if you are not sure.'

/** Asks the person before a run is started: the Actor, what it may cost, and what is sent. */
export function RunQuestion({ model, request, price, shownInput, hasProblems }: RunQuestionProps) {
  const formats = useFormats()
  const { actorId, input, maxTotalChargeUsd } = request
  const secrets = Object.keys(input).length - Object.keys(shownInput).length
  const ceiling =
    maxTotalChargeUsd === undefined
      ? 'no limit given here; those of the server and the Actor hold'
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
      <dl class="facts">
        <dt>Actor</dt>
        <dd>
          <bdi>{actorId}</bdi>
        </dd>
        <dt>Price</dt>
        <dd>
          <bdi>{price ?? 'not known'}</bdi>
        </dd>
        <dt>Ceiling</dt>
        <dd>{ceiling}</dd>
        <dt>Input</dt>
        <dd>
          <code>
            <Folded text={JSON.stringify(shownInput)} of="the input" />
          </code>
          {secrets > 0 && ` and ${secrets === 1 ? 'a secret' : `${secrets} secrets`}`}
        </dd>
      </dl>
    </Question>
  )
}

interface StartedProps {
  model: RunModel
  run: StartedRun
  actorId: string
}

/** Shows the run that was started. */
export function Started({ model, run, actorId }: StartedProps) {
  const host = useHost()
  const formats = useFormats()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [run.runId])
  return (
    <section class="note started">
      <h3 ref={heading} tabIndex={-1}>
        {model.isFound ? 'The answer was lost, but this run has started' : 'The run has started'}
      </h3>
      <dl class="facts">
        <dt>Run</dt>
        <dd>
          <code>{run.runId}</code>
        </dd>
        <dt>Status</dt>
        <dd>
          <span role="status">{run.status}</span>
        </dd>
        {run.startedAt !== undefined && (
          <>
            <dt>Started</dt>
            <dd>{formats.dateTime(run.startedAt)}</dd>
          </>
        )}
      </dl>
      <div class="row">
        {host.canCall('get_run') && (
          <ActionButton action={model.refresh}>Update the status</ActionButton>
        )}
        <SendButton text={() => startedText(run, actorId)}>Tell the model</SendButton>
        {run.consoleUrl !== undefined && <Link url={run.consoleUrl}>Open in Apify Console</Link>}
      </div>
    </section>
  )
}

function startedText({ runId, status }: StartedRun, actorId: string): string {
  return `I started run ${runId} of Actor ${actorId} from its view; it is ${status}. Follow it with get_run, and do not start it again.`
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
