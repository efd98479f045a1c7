import { isRecord, listOf, parseJson, recordOf, textOf } from './values.ts'

/** A result that a view can show. */
export interface ReadValue<Value> {
  kind: 'value'
  value: Value
  /** What the model reads. */
  text: string
  /** The other blocks of the result as they arrived: images, links to resources. */
  attachments: Record<string, unknown>[]
}

/** What a view can make of a result of a tool. `text` is what the model reads. */
export type ToolResult<Value> =
  | ReadValue<Value>
  /** The tool failed; `text` says why and what to do. */
  | { kind: 'error'; text: string }
  /** The host kept only a text that is not the result, so it must be read again. */
  | { kind: 'unreadable'; text: string }

/**
 * Reads a result as a host passes it on. Some hosts drop `structuredContent`, or shorten the text.
 * @param raw CallToolResult as it arrived
 * @param isValue tells whether a value has the form that the view shows
 */
export function readToolResult<Value>(
  raw: unknown,
  isValue: (value: unknown) => value is Value,
): ToolResult<Value> {
  const { structuredContent, content, isError } = recordOf(raw)
  const blocks = listOf(content).filter(isRecord)
  const texts = blocks.flatMap((block) => (block.type === 'text' ? (textOf(block.text) ?? []) : []))
  const attachments = blocks.filter(({ type }) => type !== 'text')
  const text = texts.join('\n\n')
  if (isError === true) {
    return { kind: 'error', text: text || 'The tool failed and did not say why.' }
  }
  if (isValue(structuredContent))
    return { kind: 'value', value: structuredContent, text, attachments }
  for (const one of texts) {
    const value = parseJson(one)
    if (isValue(value)) return { kind: 'value', value, text, attachments }
  }
  return { kind: 'unreadable', text }
}
