import type { Node } from 'jsonc-parser'
import { lineEnding } from './settings-format.ts'

/** Matches comments, which may hold commas, and else one comma. */
const COMMENT_OR_COMMA = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,/g

/** Adds a property at the end of an object, in the style of its text. Every other byte stays. */
export function insertProperty(text: string, object: Node, key: string, value: unknown): string {
  const close = object.offset + object.length - 1
  const last = object.children?.at(-1)
  const lastEnd = last ? last.offset + last.length : object.offset + 1
  const hasComma = commaAfter(text, lastEnd, close) !== undefined
  const bodyEnd = lastEnd + text.slice(lastEnd, close).trimEnd().length
  const body = text.slice(lastEnd, bodyEnd)
  const comma = last && !hasComma ? ',' : ''
  const before = text.slice(0, lastEnd) + comma + body
  const end = hasComma ? ',' : ''
  if (isInline(text, object))
    return `${before} ${JSON.stringify(key)}: ${inlineJson(value)}${end}${text.slice(bodyEnd)}`
  const eol = lineEnding(text)
  const unit = indentUnit(text)
  const outer = indentOfLine(text, object.offset)
  const indent = last ? indentOfLine(text, last.offset) : outer + unit
  const lines = JSON.stringify(value, null, unit)
    .split('\n')
    .join(eol + indent)
  const after = text.slice(bodyEnd)
  const closing = last || /^[^\S\r\n]*[\r\n]/.test(after) ? '' : eol + outer
  return `${before}${eol}${indent}${JSON.stringify(key)}: ${lines}${end}${closing}${after}`
}

/** Removes a property from an object, and the comma that it no longer needs. */
export function removeProperty(text: string, object: Node, property: Node): string {
  const all = object.children ?? []
  const at = all.indexOf(property)
  const previous = all[at - 1]
  const next = all[at + 1]
  const close = object.offset + object.length - 1
  const start = previous ? previous.offset + previous.length : object.offset + 1
  const end = property.offset + property.length
  const comma = commaAfter(text, end, next ? next.offset : close)
  // What is before it: the comma of the one before, and comments.
  let lead = text.slice(start, property.offset).trimEnd()
  const leadComma = commaAfter(text, start, property.offset)
  if (!next && comma === undefined && leadComma !== undefined)
    lead = text.slice(start, leadComma) + text.slice(leadComma + 1, start + lead.length)
  const rest = comma === undefined ? '' : text.slice(end, comma)
  const after = text.slice(comma === undefined ? end : comma + 1)
  const left = text.slice(0, start) + lead + rest
  const isEmpty = all.length === 1 && /\{$/.test(left) && /^\s*\}/.test(after)
  return left + (isEmpty ? after.trimStart() : after)
}

/** Replaces a value by another one, in the style of its text. */
export function replaceValue(text: string, node: Node, value: unknown): string {
  const isSmall = !/[\r\n]/.test(text.slice(node.offset, node.offset + node.length))
  const unit = indentUnit(text)
  const indent = indentOfLine(text, node.offset)
  const json = isSmall
    ? inlineJson(value)
    : JSON.stringify(value, null, unit)
        .split('\n')
        .join(lineEnding(text) + indent)
  return text.slice(0, node.offset) + json + text.slice(node.offset + node.length)
}

/** Returns where a comma is between two places that no value is between; undefined if there is none. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  for (const match of text.slice(from, to).matchAll(COMMENT_OR_COMMA)) {
    if (match[0] === ',') return from + match.index
  }
  return undefined
}

/** Returns whether an object with properties is written on one line. An empty one is, if the whole text is. */
function isInline(text: string, { offset, length, children = [] }: Node): boolean {
  if (children.length === 0) return false
  return !/[\r\n]/.test(text.slice(offset, offset + length))
}

/** Returns JSON on one line, with spaces as people write it. */
function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${inlineJson(each)}`,
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** Returns the white space at the beginning of the line of a place. */
function indentOfLine(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? ''
}

/** Returns the white space of one level: that of the first indented line, or two spaces. */
function indentUnit(text: string): string {
  return /^([ \t]+)["}\]]/m.exec(text)?.[1] ?? '  '
}
