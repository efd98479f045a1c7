import { EXAMPLE_URL, type SchemaField } from './input-schema.ts'

/** A longer text is not invented, in characters. */
const MAX_TEXT_CHARS = 100

/** Examples of the formats of JSON Schema that inputs have. */
const FORMATS = new Map([
  ['uri', EXAMPLE_URL],
  ['url', EXAMPLE_URL],
  ['email', 'name@example.com'],
  ['date', '2026-01-31'],
  ['date-time', '2026-01-31T12:00:00Z'],
  ['time', '12:00:00Z'],
])

/**
 * Returns a text of the length that a field asks for: a URL or a date if it seems to want one.
 * @param name of the field
 * @param ordinal makes texts differ; 0 for the first
 */
export function inventText(
  field: Partial<SchemaField>,
  name: string,
  ordinal: number | undefined,
): string {
  const { minLength = 0, maxLength = MAX_TEXT_CHARS } = field
  const suffix = ordinal ? String(ordinal + 1) : ''
  const likely = likelyText(field, name)
  const text = likely.length + suffix.length <= maxLength ? likely : 'example'
  const shortest = Math.min(minLength, MAX_TEXT_CHARS) - suffix.length
  return text.slice(0, Math.max(0, maxLength - suffix.length)).padEnd(shortest, 'x') + suffix
}

function likelyText(
  { title = '', description = '', format, editor }: Partial<SchemaField>,
  name: string,
) {
  const known = typeof format === 'string' ? FORMATS.get(format) : undefined
  if (known !== undefined) return known
  if (editor === 'datepicker') return '2026-01-31'
  const isUrl = /\burl\b/i.test(`${title} ${description}`) || /url$/i.test(name)
  return isUrl ? EXAMPLE_URL : 'example'
}

/**
 * Returns a number within the bounds of a field: 1 if that is one.
 * @param ordinal makes numbers differ; 0 for the first
 */
export function inventNumber(field: SchemaField, isInteger: boolean, ordinal: number): number {
  const step = field.multipleOf ?? (isInteger ? 1 : undefined)
  const low = Math.max(field.minimum ?? -Infinity, field.exclusiveMinimum ?? -Infinity)
  const high = Math.min(field.maximum ?? Infinity, field.exclusiveMaximum ?? Infinity)
  const fits = (value: number) =>
    Number.isFinite(value) &&
    value >= low &&
    value <= high &&
    value !== field.exclusiveMinimum &&
    value !== field.exclusiveMaximum &&
    (!isInteger || Number.isInteger(value)) &&
    (step === undefined || Number.isInteger(value / step))
  const stride = step ?? 1
  const onStep = (value: number, round: (value: number) => number) => round(value / stride) * stride
  const candidates = [
    ...[1, low, onStep(low, Math.ceil), onStep(low, Math.ceil) + stride],
    ...[
      (low + high) / 2,
      high,
      onStep(high, Math.floor),
      onStep(high, Math.floor) - stride,
      0,
      stride,
    ],
  ]
  const first = candidates.find(fits) ?? 1
  const next = first + ordinal * stride
  return fits(next) ? next : first - ordinal * stride
}
