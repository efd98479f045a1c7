import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { checkActorInput } from '../support/actor-input/check-actor-input.ts'
import { undescribedNote } from '../support/actor-input/input-problems.ts'
import { actorId, actorInput, note, notes } from '../support/arguments.ts'
import { countOf } from '../support/count-of.ts'

export default defineTool({
  name: 'validate_input',
  title: 'Validate input',
  description:
    'Checks an input for an Actor: returns `valid`, each failing path with its reason, and fields that the Actor does not know. Use it before `run_actor`; it starts nothing and costs nothing.',
  purpose: 'Check an input before a run',
  toolset: 'actors',
  annotations: READ,
  input: z.strictObject({ actorId, input: actorInput }),
  output: z.object({
    valid: z.boolean(),
    problems: z.array(z.unknown()).optional(),
    unknownFields: z.array(z.string()).optional(),
    note,
  }),
  async handler({ actorId, input }, { apify, settings }) {
    const checked = await checkActorInput(apify, { actorId, input })
    const { isAccepted, isChecked, problems, rules, unknown, valid } = checked
    return fitPage(problems, settings.maxResultTokens, ({ rows, rowsUsed }) => ({
      valid,
      problems: valid ? undefined : rows,
      unknownFields: unknown.length > 0 ? unknown : undefined,
      note: notes(
        rules &&
          !isChecked &&
          !isAccepted &&
          'The input could not be checked by its schema here, so a problem may be missing.',
        isAccepted &&
          !valid &&
          'The platform accepts this input, but it does not match the schema.',
        undescribedNote(input, rules),
        !valid && '`get_actor` shows the input that the Actor expects.',
        unknown.length > 0 && 'The Actor may ignore unknown fields.',
        rowsUsed < problems.length &&
          `${countOf(problems.length - rowsUsed, 'more problem')} did not fit.`,
      ),
    }))
  },
})
