import fc from 'fast-check'
import { toJson } from '../support/clients/json.ts'
import type { Message } from '../support/clients/ways.ts'
import { ACTOR_TOOL } from '../support/clients/world-data.ts'
import type { ValidCall } from './call-parts.ts'

/** A property of a tool's input schema, as far as mangling needs it. */
interface Property {
  type?: string | undefined
  maximum?: number | undefined
}
export type Properties = Record<string, Property>

/** Arguments that are lists of names, which commas may separate. */
const NAME_LISTS = new Set(['fields', 'omit', 'unwind', 'flatten'])
const BLANKS = [' ', '\n', '\t', '  ', '\r\n']

/** Returns forms in which clients send a value that is not a text. */
function encoded(value: unknown): fc.Arbitrary<unknown> {
  const json = toJson(value)
  const forms: unknown[] = [json, ` ${json}\n`]
  if (typeof value === 'object') forms.push(JSON.stringify(json), indented(value))
  return fc.constantFrom(...forms)
}

/** Returns indented JSON, unless integers would lose digits. */
function indented(value: unknown): string {
  return toJson(value).includes('00000000') ? toJson(value) : JSON.stringify(value, null, 2)
}

/** Returns forms of a list: as JSON, with its entries as JSON, as one text, as names with commas. */
function listForms(name: string, list: readonly unknown[]): fc.Arbitrary<unknown> {
  const texts = list.filter((entry) => typeof entry === 'string')
  const areTexts = texts.length === list.length
  const forms = [encoded(list)]
  if (!areTexts) forms.push(fc.constant(list.map((entry) => toJson(entry))))
  if (areTexts && list.length === 1) forms.push(fc.constant(texts[0]))
  if (areTexts && NAME_LISTS.has(name))
    forms.push(fc.constant(texts.join(',')), fc.constant(texts.join(', ')))
  return fc.oneof(...forms)
}

/** Returns forms of an id: with what people copy along, or as an address that has it. */
function idForms(id: string, addresses: readonly string[]): fc.Arbitrary<unknown> {
  const blanks = fc.constantFrom('', ...BLANKS)
  const bare = fc.constantFrom(id, `${id}/`, ...addresses)
  return fc.tuple(blanks, bare, blanks).map((parts) => parts.join(''))
}

/** Returns forms of one argument that mean the same, the plain one among them. */
function valueForms(name: string, value: unknown, { addresses = {} }: ValidCall) {
  const plain = fc.constant(value)
  const own = addresses[name]
  if (typeof value === 'string') return own ? fc.oneof(plain, idForms(value, own)) : plain
  return fc.oneof(plain, Array.isArray(value) ? listForms(name, value) : encoded(value))
}

/** Returns what stands for an argument that is not given: nothing, null or no text. */
function absentForms(name: string, { type }: Property, { tool, args }: ValidCall) {
  const forms = [undefined, undefined, null]
  // No text is a value of a record and of a field of an Actor, so it must not stand beside another.
  const mayBeMeant =
    (tool === ACTOR_TOOL && type === 'string') || (args.base64 === '' && name === 'text')
  return fc.constantFrom<unknown>(...forms, ...(mayBeMeant ? [] : ['']))
}

/** Returns arguments in forms that mean the same as those of a valid call. */
function mangledArguments(call: ValidCall, properties: Properties): fc.Arbitrary<unknown> {
  const given = Object.entries(call.args).map(
    ([name, value]) => [name, valueForms(name, value, call)] as const,
  )
  const absent = Object.entries(properties)
    .filter(([name]) => !(name in call.args))
    .map(([name, property]) => [name, absentForms(name, property, call)] as const)
  const all: fc.Arbitrary<object> = fc.record(Object.fromEntries([...given, ...absent]))
  return all.chain((args) =>
    fc.constantFrom<unknown>(args, args, args, toJson(args), JSON.stringify(toJson(args))),
  )
}

/** Returns params with nulls for what is absent. Clients add them to any request. */
function withNulls(params: object): fc.Arbitrary<object> {
  const meta: object = Object(Object.getOwnPropertyDescriptor(params, '_meta')?.value)
  return fc.constantFrom(
    params,
    { ...params, _meta: { ...meta, progressToken: null } },
    { ...params, _meta: { ...meta, 'io.modelcontextprotocol/related-task': null } },
    ...(Object.keys(meta).length === 0 ? [{ ...params, _meta: null }] : []),
  )
}

/** Returns a line or a body with what some networks and editors put around it. */
const around = fc.constantFrom(
  (text: string) => text,
  (text: string) => `\ufeff${text}`,
  (text: string) => `\ufeff${text}\r`,
  (text: string) => ` ${text} `,
)

export interface MangledCall {
  message: Message
  toText(message: object): string
}

/**
 * Returns calls that mean the same as a valid one, as clients, models and networks send them.
 * @param toMessage puts arguments into a request of a protocol version
 */
export function mangled(
  call: ValidCall,
  properties: Properties,
  toMessage: (args: unknown) => Message,
): fc.Arbitrary<MangledCall> {
  return fc.tuple(mangledArguments(call, properties), around).chain(([args, put]) => {
    const message = toMessage(args)
    return withNulls(Object(message.params)).map((params) => ({
      message: { ...message, params },
      toText: (whole: object) => put(toJson(whole)),
    }))
  })
}

/** Returns the numbers of a schema that are cut to the most allowed, and that maximum. */
export function clampable(properties: Properties): [name: string, most: number][] {
  return Object.entries(properties).flatMap(([name, { maximum }]) =>
    /^(?:limit|lines|waitSecs)$/.test(name) && maximum !== undefined ? [[name, maximum]] : [],
  )
}
