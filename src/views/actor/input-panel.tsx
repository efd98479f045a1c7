import { useId, useMemo, useState } from 'preact/hooks'
import { ActionButton, Button } from '../shared/parts/button.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useAction, useHost } from '../shared/use-host.ts'
import { isRecord } from '../shared/values.ts'
import { initialState, jsonError, stateOf, withoutSecrets } from './form/form-state.ts'
import { InputForm, JsonForm } from './form/input-form.tsx'
import { draftProblems, type Problem } from './form/problems.ts'
import { fieldsOf } from './form/schema.ts'
import { limitsOf } from './limits.ts'
import { RunQuestion, SendButton, Started } from './run-panel.tsx'
import { type InputModel, useInput } from './use-input.ts'
import { useRun } from './use-run.ts'

interface InputPanelProps {
  actor: GetActorResult
  /** The input schema; undefined if the Actor has none. */
  schema: unknown
}

/** Edits the input of an Actor, checks it, and starts runs with it. */
export function InputPanel({ actor, schema }: InputPanelProps) {
  const formId = useId()
  const model = useInput(actor.actorId, schema)
  const hasForm = model.fields.length > 0
  const [isJson, setIsJson] = useState(!hasForm)
  const idOf = (name: string) => `${formId}-${model.fields.findIndex((one) => one.name === name)}`
  const { state, change, check } = model
  return (
    <>
      {hasForm && (
        <Mode isJson={isJson} onChange={setIsJson} isStuck={jsonError(state) !== undefined} />
      )}
      {isJson ? (
        <JsonForm state={state} onChange={change} />
      ) : (
        <InputForm {...model} onChange={change} problems={check.problems} idOf={idOf} />
      )}
      <FormTools actor={actor} model={model} />
      <Checked model={model} isJson={isJson} idOf={idOf} />
      <Actions actor={actor} model={model} />
    </>
  )
}

interface ModeProps {
  isJson: boolean
  onChange: (isJson: boolean) => void
  /** Whether the JSON has an error, so that the form cannot show it. */
  isStuck: boolean
}

function Mode({ isJson, onChange, isStuck }: ModeProps) {
  return (
    <label class="choice mode">
      <input
        type="checkbox"
        checked={isJson}
        disabled={isStuck}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      Edit as JSON
      {isStuck && <span class="quiet">The form can show the JSON once it is corrected.</span>}
    </label>
  )
}

function FormTools({ actor, model }: { actor: GetActorResult; model: InputModel }) {
  const { fields, change, state } = model
  const { example, actorId } = actor
  const inputText = () =>
    `Use this input for Actor ${actorId}:\n\n\`\`\`json\n${JSON.stringify(withoutSecrets(state.value, fields), null, 2)}\n\`\`\``
  return (
    <div class="row">
      <Button onPress={() => change(initialState(fields))}>Reset</Button>
      {isRecord(example) && (
        <Button onPress={() => change(stateOf(example))}>Fill in the example</Button>
      )}
      <SendButton text={inputText}>Use this input in the chat</SendButton>
    </div>
  )
}

interface CheckedProps {
  model: InputModel
  isJson: boolean
  idOf: (name: string) => string
}

/** Shows what the check of the input has found. */
function Checked({ model, isJson, idOf }: CheckedProps) {
  const { problems, result } = model.check
  const unknown = result?.unknownFields ?? []
  return (
    <>
      {problems.length > 0 && (
        <div role="alert" class="note" data-kind="error">
          <strong>
            {problems.length === 1 ? '1 problem' : `${problems.length} problems`} with the input
          </strong>
          <ul>
            {problems.map((problem, i) => (
              <li key={i} dir="auto">
                <ProblemLine
                  problem={problem}
                  id={isJson || problem.field === undefined ? undefined : idOf(problem.field)}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Status>
        {result?.valid === true && 'The input is valid. '}
        {unknown.length > 0 && `The Actor does not know: ${unknown.join(', ')}.`}
      </Status>
    </>
  )
}

function ProblemLine({ problem, id }: { problem: Problem; id: string | undefined }) {
  const { path, reason } = problem
  if (id === undefined) return <>{path === '' ? reason : `${path} ${reason}`}</>
  return (
    <>
      <button type="button" class="plain" onClick={() => document.getElementById(id)?.focus()}>
        <bdi>{path}</bdi>
      </button>{' '}
      {reason}
    </>
  )
}

/** Offers the check and the run, if the server has these tools. */
function Actions({ actor, model }: { actor: GetActorResult; model: InputModel }) {
  const host = useHost()
  const { actorId } = actor
  const limits = useMemo(() => limitsOf(actor), [actor])
  const [limitState, setLimitState] = useState(stateOf({}))
  const run = useRun(actorId)
  const bad = draftProblems(limitState, fieldsOf(limits))
  const ask = () => run.ask({ actorId, input: model.state.value, limits: limitState.value })
  const asking = useAction({
    async run() {
      if (bad.length === 0 && (await model.validate())) ask()
    },
  })
  const canRun = host.canCall('run_actor')
  const isBusy = run.action.isBusy || asking.isBusy || model.checking.isBusy
  const isRefused = model.check.result?.valid === false
  return (
    <>
      {canRun && (
        <InputForm
          sections={limits}
          state={limitState}
          onChange={setLimitState}
          problems={bad}
          idOf={limitId}
          isClosed
        />
      )}
      <div class="row">
        {host.canCall('validate_input') && (
          <ActionButton action={{ ...model.checking, isBusy }}>Check the input</ActionButton>
        )}
        {canRun && (
          <Button
            kind="primary"
            isDisabled={isBusy || run.request !== undefined}
            onPress={asking.start}
          >
            {run.action.isBusy ? 'Starting…' : run.run ? 'Run again…' : 'Run…'}
          </Button>
        )}
        {canRun && isRefused && (
          <Button isDisabled={isBusy || bad.length > 0} onPress={ask}>
            Run all the same…
          </Button>
        )}
      </div>
      <ErrorLine text={asking.error ?? run.action.error} />
      <RunOutcome run={run} actor={actor} model={model} />
    </>
  )
}

type RunOutcomeProps = { run: ReturnType<typeof useRun>; actor: GetActorResult; model: InputModel }

/** Shows the question before a run, and the run after it. */
function RunOutcome({ run, actor, model }: RunOutcomeProps) {
  return (
    <>
      {run.request && (
        <RunQuestion
          model={run}
          request={run.request}
          price={actor.price}
          shownInput={withoutSecrets(run.request.input, model.fields)}
          hasProblems={model.check.result?.valid === false}
        />
      )}
      {run.run && <Started model={run} run={run.run} actorId={actor.actorId} />}
    </>
  )
}

function limitId(name: string): string {
  return `limit-${name}`
}
