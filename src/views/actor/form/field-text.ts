import { isRecord, messageOf } from '../../shared/values.ts'
import type { FormField } from './schema.ts'

/** What a text of a field stands for: a value, no value (`undefined`), or an error. */
export type ParsedText = { value: unknown } | { error: string }

type Kind = Pick<FormField, 'editor' | 'lineKey' | 'default'>

/** Returns the text in which a value is edited; undefined if the editor of the field does not suit the value. */
export function formatValue(field: Kind, value: unknown): string | undefined {
  if (value === undefined) return ''
  const text = textIn(field, value)
  if (text === undefined) return undefined
  const parsed = parseText(field, text, value)
  // A text that would not give the same value again would lose something.
  const isSame = 'value' in parsed && JSON.stringify(parsed.value) === JSON.stringify(value)
  return isSame || text === '' ? text : undefined
}

function textIn({ editor, lineKey }: Kind, value: unknown): string | undefined {
  if (editor === 'json') return JSON.stringify(value, null, 2)
  if (editor === 'number') return typeof value === 'number' ? String(value) : undefined
  if (editor === 'pairs') return linesOf(value, pairLine)
  if (editor === 'lines') return linesOf(value, (entry) => lineOf(entry, lineKey))
  return typeof value === 'string' ? value : undefined
}

function linesOf(value: unknown, line: (entry: unknown) => string | undefined): string | undefined {
  if (!Array.isArray(value)) return undefined
  const lines = value.map(line)
  return lines.every((one) => one !== undefined) ? lines.join('\n') : undefined
}

function lineOf(entry: unknown, key: string | undefined): string | undefined {
  const text = key === undefined ? entry : isRecord(entry) ? entry[key] : undefined
  return typeof text === 'string' ? text : undefined
}

function pairLine(entry: unknown): string | undefined {
  if (!isRecord(entry)) return undefined
  const { key, value } = entry
  return typeof key === 'string' && typeof value === 'string' ? `${key}: ${value}` : undefined
}

/**
 * Reads a text of a field.
 * @param before the value until now: entries of a list that stay keep what the text does not show
 */
export function parseText(field: Kind, text: string, before: unknown): ParsedText {
  switch (field.editor) {
    case 'number':
      return parseNumber(text)
    case 'json':
      return text.trim() === '' ? { value: undefined } : parseJsonText(text)
    case 'lines':
      return { value: orNone(field, parseLines(text, field.lineKey, before)) }
    case 'pairs':
      return parsePairs(field, text)
    default:
      // The platform fills in a default that is missing, so an empty text must stay.
      return { value: text === '' && field.default === undefined ? undefined : text }
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

function parseNumber(text: string): ParsedText {
  const trimmed = text.trim()
  if (trimmed === '') return { value: undefined }
  const value = Number(trimmed)
  if (!NUMBER.test(trimmed) || !Number.isFinite(value)) return { error: 'is not a number' }
  return { value }
}

/** Reads JSON; the error says what is wrong with it. */
export function parseJsonText(text: string): ParsedText {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { error: `is not JSON: ${messageOf(error).slice(0, 200)}` }
  }
}

function linesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function parseLines(text: string, key: string | undefined, before: unknown): unknown[] {
  const lines = linesIn(text)
  if (key === undefined) return lines
  const old = new Map<string, unknown[]>()
  for (const entry of Array.isArray(before) ? before : []) {
    const line = lineOf(entry, key)
    if (line !== undefined) old.set(line, [...(old.get(line) ?? []), entry])
  }
  return lines.map((line) => old.get(line)?.shift() ?? { [key]: line })
}

function parsePairs(field: Kind, text: string): ParsedText {
  const pairs: { key: string; value: string }[] = []
  for (const line of linesIn(text)) {
    const at = line.indexOf(':')
    if (at < 1) return { error: `has a line without a colon: ${line.slice(0, 60)}` }
    pairs.push({ key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() })
  }
  return { value: orNone(field, pairs) }
}

/** An empty list stands for no value, unless a default would take its place. */
function orNone(field: Kind, list: unknown[]): unknown[] | undefined {
  return list.length === 0 && field.default === undefined ? undefined : list
}
