import { useMemo, useState } from 'preact/hooks'
import type { ValidateInputResult } from '../shared/results.ts'
import { useAction, useHost } from '../shared/use-host.ts'
import { type FormState, initialState, jsonError } from './form/form-state.ts'
import { draftProblems, type Problem, readProblems } from './form/problems.ts'
import { fieldsOf, readSections } from './form/schema.ts'
import { isCheck } from './results.ts'

/** What is known of an input: nothing until it is checked, and after each change. */
export interface Check {
  problems: readonly Problem[]
  result: ValidateInputResult | undefined
}

const UNCHECKED: Check = { problems: [], result: undefined }
const BROKEN_JSON: Problem = {
  path: '',
  reason: 'The JSON of the input must be corrected first.',
  field: undefined,
}

export type InputModel = ReturnType<typeof useInput>

/** Keeps the input of an Actor as it is edited, and checks it. */
export function useInput(actorId: string, schema: unknown) {
  const host = useHost()
  const sections = useMemo(() => readSections(schema), [schema])
  const fields = useMemo(() => fieldsOf(sections), [sections])
  const [state, setState] = useState<FormState>(() => initialState(fields))
  const [check, setCheck] = useState<Check>(UNCHECKED)
  const change = (next: FormState) => {
    setState(next)
    setCheck((before) => withoutChanged(before, state, next))
  }
  /** Checks the input. Returns whether nothing is known to be wrong. */
  const validate = async (): Promise<boolean> => {
    const own = [...(jsonError(state) ? [BROKEN_JSON] : []), ...draftProblems(state, fields)]
    if (own.length > 0) {
      setCheck({ problems: own, result: undefined })
      return false
    }
    if (!host.canCall('validate_input')) return true
    const result = await host.call('validate_input', { actorId, input: state.value }, isCheck)
    const names = fields.map(({ name }) => name)
    setCheck({ problems: readProblems(result.problems, names), result })
    return result.valid
  }
  const checking = useAction({
    async run() {
      await validate()
    },
  })
  return { sections, fields, state, change, check, validate, checking }
}

/** Forgets what was wrong with the fields that have changed. */
function withoutChanged({ problems }: Check, before: FormState, next: FormState): Check {
  const kept = problems.filter(
    ({ field }) =>
      field !== undefined &&
      before.value[field] === next.value[field] &&
      before.drafts.get(field) === next.drafts.get(field),
  )
  return { problems: kept, result: undefined }
}
