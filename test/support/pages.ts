import { expect } from 'vitest'
import type { z } from 'zod'
import type { TestServer } from './mcp-client.ts'

/** A small budget, so that results are truncated early and there are many pages. */
export const SMALL = ['--max-result-tokens=500']
export const LOREM = 'The ferry leaves at dawn, long before the cafés open their shutters. '

/** Follows `next` and returns all pages. Fails instead of looping if a `next` repeats. */
export async function pages<T extends { next?: object | undefined }>(
  call: TestServer['call'],
  [tool, args]: [string, Record<string, unknown>],
  schema: z.ZodType<T>,
): Promise<T[]> {
  const all: T[] = []
  const seen = new Set<string>()
  for (let next: object | undefined = {}; next; ) {
    const { structured, isError, text } = await call(tool, { ...args, ...next })
    expect(isError, text).toBe(false)
    const page = schema.parse(structured)
    all.push(page)
    next = page.next
    const key = JSON.stringify(next)
    expect(seen).not.toContain(key)
    seen.add(key)
  }
  return all
}
