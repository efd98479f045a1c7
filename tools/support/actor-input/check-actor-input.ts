import type { Apify } from '../../../src/apify/types/apify.ts'
import type { InputProblem } from './check-input.ts'
import { type InputRules, inputRules } from './describe-input.ts'
import { innerProblems, inputProblems, unknownFields } from './input-problems.ts'

/** An input, and the build of the Actor that would run with it; the default one if undefined. */
interface ActorInput {
  actorId: string
  input: object
  build?: string | undefined
}

/** What is wrong with an input. */
export interface CheckedInput {
  /** Whether the platform accepts it. */
  isAccepted: boolean
  /** Whether the schema finds no problem within its fields either. */
  valid: boolean
  problems: InputProblem[]
  /** Fields that the schema does not know. */
  unknown: string[]
  /** Undefined if the schema could not be read. */
  rules: InputRules | undefined
  /** Whether it was checked by the schema. */
  isChecked: boolean
}

/**
 * Checks an input by the platform and by the input schema of the Actor.
 * @throws {ApiFailure} if there is no such Actor
 */
export async function checkActorInput(
  apify: Pick<Apify, 'findInputError' | 'findDefaultBuild'>,
  { actorId, input, build }: ActorInput,
): Promise<CheckedInput> {
  const [inputError, rules] = await Promise.all([
    apify.findInputError(actorId, input, build),
    // The schema of another build is not read; the platform checks by it.
    build === undefined
      ? apify
          .findDefaultBuild(actorId)
          .then(inputRules)
          .catch(() => undefined)
      : undefined,
  ])
  const found = await rules?.check?.(input)
  const isAccepted = inputError === undefined
  const problems = isAccepted
    ? innerProblems(found ?? [], rules)
    : inputProblems(inputError, found ?? [])
  return {
    isAccepted,
    valid: isAccepted && problems.length === 0,
    problems,
    unknown: unknownFields(input, rules),
    rules,
    isChecked: found !== undefined,
  }
}
