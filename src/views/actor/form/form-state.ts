import { isRecord } from '../../shared/values.ts'
import { formatValue, parseJsonText, parseText } from './field-text.ts'
import type { FormField } from './schema.ts'

export type Input = Record<string, unknown>

/** A text that a person has typed, for as long as the value that it belongs to stays the same. */
interface Draft {
  text: string
  value: unknown
  error?: string
}

/** The input as it is edited, by the form or as JSON. Both edit the same value. */
export interface FormState {
  value: Input
  drafts: ReadonlyMap<string, Draft>
  json: Draft | undefined
}

/** Returns the input of an untouched form: the prefills, or else the defaults. */
export function initialState(fields: readonly FormField[]): FormState {
  let value: Input = {}
  for (const field of fields) {
    const initial = field.prefill === undefined ? field.default : field.prefill
    if (initial !== undefined) value = { ...value, [field.name]: initial }
  }
  return stateOf(value)
}

/** Returns the state of a form that shows an input. */
export function stateOf(value: Input): FormState {
  return { value, drafts: new Map(), json: undefined }
}

/** Returns the value of a field; undefined if the input has none. */
export function fieldValue({ value }: FormState, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

/** Returns the text of a field; undefined if its editor does not suit the value, which is then edited as JSON. */
export function textFor(state: FormState, field: FormField): string | undefined {
  const value = fieldValue(state, field.name)
  const draft = draftOf(state, field.name)
  return draft ? draft.text : formatValue(field, value)
}

/** Returns what is wrong with the text of a field. */
export function draftError(state: FormState, name: string): string | undefined {
  return draftOf(state, name)?.error
}

function draftOf(state: FormState, name: string): Draft | undefined {
  const draft = state.drafts.get(name)
  return draft && Object.is(draft.value, fieldValue(state, name)) ? draft : undefined
}

/** Sets the text of a field, and its value if the text stands for one. */
export function withText(state: FormState, field: FormField, text: string): FormState {
  const before = fieldValue(state, field.name)
  const parsed = parseText(field, text, before)
  const drafts = new Map(state.drafts)
  if ('error' in parsed) {
    drafts.set(field.name, { text, value: before, error: parsed.error })
    return { ...state, drafts }
  }
  drafts.set(field.name, { text, value: parsed.value })
  return { ...state, value: withMember(state.value, field.name, parsed.value), drafts }
}

/** Sets the value of a field; `undefined` takes the field out of the input. */
export function withValue(state: FormState, name: string, value: unknown): FormState {
  const drafts = new Map(state.drafts)
  drafts.delete(name)
  return { ...state, value: withMember(state.value, name, value), drafts }
}

function withMember(input: Input, name: string, value: unknown): Input {
  if (value !== undefined) return { ...input, [name]: value }
  return Object.fromEntries(Object.entries(input).filter(([one]) => one !== name))
}

/** Returns the text of the whole input as JSON. */
export function jsonText({ value, json }: FormState): string {
  return json?.value === value ? json.text : JSON.stringify(value, null, 2)
}

/** Returns what is wrong with the JSON that a person has typed. */
export function jsonError({ value, json }: FormState): string | undefined {
  return json?.value === value ? json.error : undefined
}

/** Sets the input by its JSON. A text that is no JSON object stays until it is corrected, and changes nothing. */
export function withJson(state: FormState, text: string): FormState {
  const parsed = parseJsonText(text)
  const error = 'error' in parsed ? parsed.error : 'is not a JSON object'
  if (!('value' in parsed) || !isRecord(parsed.value)) {
    return { ...state, json: { text, value: state.value, error } }
  }
  return { ...state, value: parsed.value, json: { text, value: parsed.value } }
}

/** Returns the members of the input that no field of the form stands for. */
export function otherMembers({ value }: FormState, fields: readonly FormField[]): string[] {
  const known = new Set(fields.map(({ name }) => name))
  return Object.keys(value).filter((name) => !known.has(name))
}

/** Returns the input without its secrets, for texts that others read. */
export function withoutSecrets(value: Input, fields: readonly FormField[]): Input {
  const secret = new Set(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name))
  return Object.fromEntries(Object.entries(value).filter(([name]) => !secret.has(name)))
}
