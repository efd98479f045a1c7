import { z } from 'zod'
import type { Seen } from './client.ts'

/** What `tools/list` and `tools/call` answer, as clients that are no frameworks hand it on. */
export const tools = z
  .array(z.looseObject({ name: z.string(), inputSchema: z.record(z.string(), z.unknown()) }))
  .transform((list) => list.map(({ name, inputSchema }) => ({ name, schema: inputSchema })))

export const outcome = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
})

/** A whole result, as an agent sees it whose client shows it both halves apart. */
export function seen({ content, isError, structuredContent }: z.output<typeof outcome>): Seen {
  return {
    text: content.map((block) => block.text ?? `[${block.type}]`).join('\n'),
    failed: isError === true,
    structured: structuredContent,
  }
}
