import { ToolError } from '../../../src/shared/errors.ts'

/** The fields of an Actor's input by the arguments that stand for them. */
type Fields = ReadonlyMap<string, string>

/** Returns the input of a run, with the Actor's own names of the fields. */
export function toInput(args: Record<string, unknown>, fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([argument, value]) => [fields.get(argument) ?? argument, value]),
  )
}

/** Returns an error of a run with the names of the arguments, which are all that the agent knows. */
export function inArguments(error: unknown, fields: Fields): unknown {
  if (!(error instanceof ToolError)) return error
  const happened = [...fields].reduce(
    (text, [argument, field]) => (argument === field ? text : rename(text, field, argument)),
    error.happened,
  )
  return happened === error.happened
    ? error
    : new ToolError(happened, error.remedy, { cause: error })
}

/** Renames a field where the platform names it: `Field input.a.b is required`, or within quotes. */
function rename(text: string, field: string, argument: string): string {
  const escaped = field.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return text
    .replace(new RegExp(`\\binput\\.${escaped}(?![\\w-])`, 'g'), () => `input.${argument}`)
    .replaceAll(`"${field}"`, () => `"${argument}"`)
    .replaceAll(`\`${field}\``, () => `\`${argument}\``)
}
