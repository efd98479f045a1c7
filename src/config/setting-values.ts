import type { Flag } from './flag-parser.ts'

/** Returns the value that a flag gives as a config file has it: a text, a number, a boolean or a list. */
export function toJsonValue(
  { kind, optional }: Flag,
  text: string,
): string | number | boolean | string[] {
  const isBoolean = text === 'true' || text === 'false'
  if (isBoolean && (kind === 'switch' || optional)) return text === 'true'
  if (kind === 'number' && Number.isFinite(Number(text))) return Number(text)
  if (kind !== 'list') return text
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
