import { randomUUID } from 'node:crypto'
import { ToolError } from '../../../src/shared/errors.ts'

/** Returns a name that no other object of the account has. */
export function uniqueName(kind: string): string {
  return `${kind}-${randomUUID().slice(0, 8)}`
}

/** Names the fields that a call changes. */
export function fieldsOf(fields: object): string {
  const given = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  return given.length > 0 ? given.join(', ') : 'nothing'
}

/** Returns the error of a call that gives only what to change. */
export function nothingToChange(kind: string): ToolError {
  return new ToolError(
    `No field of the ${kind} to change is given, so nothing was saved.`,
    `Give the fields to change, or use \`get_${kind}\` to see it.`,
  )
}
