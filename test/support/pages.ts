import { expect } from 'vitest'
import type { z } from 'zod'
import { followNext } from './follow-next.ts'
import type { TestServer } from './mcp-client.ts'

/** A small budget, so that results are truncated early and there are many pages. */
export const SMALL = ['--max-result-tokens=500']
export const LOREM = 'The ferry leaves at dawn, long before the cafés open their shutters. '

/** Calls a tool for page after page until there is no `next`, and returns all pages. */
export function pages<T extends { next?: object | undefined }>(
  call: TestServer['call'],
  [tool, args]: [string, Record<string, unknown>],
  schema: z.ZodType<T>,
): Promise<T[]> {
  return followNext(async (next) => {
    const { structured, isError, text } = await call(tool, { ...args, ...next })
    expect(isError, text).toBe(false)
    return schema.parse(structured)
  })
}
