import { useId, useState } from 'preact/hooks'
import { ActionButton, Button } from '../shared/parts/button.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useAction, useHost } from '../shared/use-host.ts'
import { isRecord } from '../shared/values.ts'
import { initialState, jsonError, stateOf, withoutSecrets } from './form/form-state.ts'
import { InputForm, JsonForm } from './form/input-form.tsx'
import type { Problem } from './form/problems.ts'
import { RunOptions, type RunTexts, readOptions } from './run-options.tsx'
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
        <Modes isJson={isJson} onChange={setIsJson} isStuck={jsonError(state) !== undefined} />
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

interface ModesProps {
  isJson: boolean
  onChange: (isJson: boolean) => void
  /** Whether the JSON has an error, so that the form cannot show it. */
  isStuck: boolean
}

function Modes({ isJson, onChange, isStuck }: ModesProps) {
  return (
    <fieldset class="modes row">
      <legend class="hidden-text">How to edit the input</legend>
      {[false, true].map((one) => (
        <label key={String(one)} class="choice">
          <input
            type="radio"
            name="mode"
            checked={isJson === one}
            disabled={isStuck && !one}
            onChange={() => onChange(one)}
          />
          {one ? 'JSON' : 'Form'}
        </label>
      ))}
      {isStuck && <span class="quiet">The form can show the JSON once it is corrected.</span>}
    </fieldset>
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
  const { actorId, memoryMbytes, timeoutSecs, price } = actor
  const [texts, setTexts] = useState<RunTexts>({})
  const run = useRun(actorId)
  const { values, bad } = readOptions(texts)
  const { value } = model.state
  const ask = () => run.ask({ actorId, input: value, ...values })
  const asking = useAction({
    async run() {
      if (bad.length === 0 && (await model.validate())) ask()
    },
  })
  const isBusy = run.action.isBusy || asking.isBusy
  const usual = { memoryMbytes: memoryMbytes?.toString(), timeoutSecs: timeoutSecs?.toString() }
  const canCheck = host.canCall('validate_input')
  const isRefused = model.check.result?.valid === false
  const shown = { ...model.checking, isBusy: model.checking.isBusy || isBusy }
  return (
    <>
      {host.canCall('run_actor') && <RunOptions texts={texts} onChange={setTexts} usual={usual} />}
      <div class="row">
        {canCheck && <ActionButton action={shown}>Check the input</ActionButton>}
        {host.canCall('run_actor') && (
          <Button
            kind="primary"
            isDisabled={isBusy || run.request !== undefined}
            onPress={asking.start}
          >
            {run.action.isBusy ? 'Starting…' : run.run ? 'Run again…' : 'Run…'}
          </Button>
        )}
        {host.canCall('run_actor') && isRefused && (
          <Button isDisabled={isBusy || bad.length > 0} onPress={ask}>
            Run all the same…
          </Button>
        )}
      </div>
      <ErrorLine text={asking.error ?? run.action.error} />
      {run.request && (
        <RunQuestion
          model={run}
          request={run.request}
          price={price}
          shownInput={withoutSecrets(run.request.input, model.fields)}
          hasProblems={isRefused}
        />
      )}
      {run.run && <Started model={run} run={run.run} actorId={actorId} />}
    </>
  )
}
