import type { Apify } from '../../../src/apify/types/apify.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { checkActorInput } from '../actor-input/check-actor-input.ts'
import { countOf } from '../count-of.ts'
import { oneLine } from '../text/one-line.ts'

/** Problems that an error names. */
const MAX_PROBLEMS = 5

/** What is checked: the input that runs get, and the build of the Actor that they have. */
export interface SavedInput {
  actorId: string
  input: object
  build?: string | undefined
}

/**
 * Checks an input before it is saved, as `validate_input` does.
 * @param what is saved, for the error
 * @returns a sentence for a note on what the platform accepts although the schema does not know it
 * @throws {ToolError} if the platform does not accept it
 */
export async function checkSavedInput(
  apify: Apify,
  { actorId, input, build }: SavedInput,
  what: string,
): Promise<string | undefined> {
  const found = await checkActorInput(apify, { actorId, input, build })
  if (found.isAccepted) {
    const isOdd = !found.valid || found.unknown.length > 0
    return isOdd
      ? 'The platform accepts the input, but it does not match the schema of the Actor: `validate_input` says where.'
      : undefined
  }
  const problems = found.problems.slice(0, MAX_PROBLEMS).map(({ path, reason }) => {
    return oneLine(path === '' ? reason : `${path} ${reason}`, 200) ?? ''
  })
  const rest = found.problems.length - problems.length
  const more = rest > 0 ? `; and ${countOf(rest, 'more problem')}` : ''
  throw new ToolError(
    `The input is not valid for the Actor, so the ${what} was not saved: ${problems.join('; ')}${more}.`,
    '`get_actor` shows the input that the Actor expects, and `validate_input` checks one.',
  )
}
