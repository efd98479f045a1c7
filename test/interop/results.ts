import { z } from 'zod'
import type { ObservedResult } from './client.ts'

/** The tools of `tools/list`, as clients other than frameworks return them. */
export const tools = z
  .array(z.looseObject({ name: z.string(), inputSchema: z.record(z.string(), z.unknown()) }))
  .transform((list) => list.map(({ name, inputSchema }) => ({ name, schema: inputSchema })))

/** The result of `tools/call`, as clients other than frameworks return it. */
export const toolResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
})

/** Converts a complete result: the agent sees the text and the structured content. */
export function toObservedResult({
  content,
  isError,
  structuredContent,
}: z.output<typeof toolResult>): ObservedResult {
  return {
    text: content.map((block) => block.text ?? `[${block.type}]`).join('\n'),
    failed: isError === true,
    structured: structuredContent,
  }
}
