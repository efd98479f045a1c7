import { isRecord, listOf, textOf } from '../../shared/values.ts'
import { draftError, type FormState } from './form-state.ts'
import type { FormField } from './schema.ts'

/** What is wrong with an input, and the field that it concerns; undefined if no field stands for the path. */
export interface Problem {
  path: string
  reason: string
  field: string | undefined
}

/**
 * Reads the problems of `validate_input`, each with a path such as `startUrls[0].url`.
 * @param raw the list of the result
 * @param names the names of the fields, which may have dots of their own
 */
export function readProblems(raw: unknown, names: readonly string[]): Problem[] {
  return listOf(raw)
    .filter(isRecord)
    .map(({ path, reason }) => {
      const where = textOf(path) ?? ''
      return { path: where, reason: textOf(reason) ?? 'is not valid', field: ownerOf(where, names) }
    })
}

/** Returns the field with the longest name that a path begins with. */
export function ownerOf(path: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`))
    .toSorted((a, b) => b.length - a.length)
    .at(0)
}

/** Returns the fields whose text stands for no value, so that the input is not what the person sees. */
export function draftProblems(state: FormState, fields: readonly FormField[]): Problem[] {
  return fields.flatMap(({ name }) => {
    const reason = draftError(state, name)
    return reason === undefined ? [] : { path: name, reason, field: name }
  })
}
