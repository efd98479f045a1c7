import { expect, it } from 'vitest'
import type { Connected } from './use-client.ts'
import type { World } from './world.ts'

/** What is special about the arguments, the arguments as sent, and those that mean the same. */
type SamePair = [what: string, sent: object, wellFormed: object]

/** A call that is to do the same as a well-formed one. */
export interface SameRow {
  tool: string
  what: string
  sent: unknown
  wellFormed: object
  arrange?: ((world: World) => void) | undefined
}

/** Returns rows of one tool whose calls share some arguments. */
export function same(tool: string, shared: object, pairs: readonly SamePair[]): SameRow[] {
  return pairs.map(([what, sent, wellFormed]) => ({
    tool,
    what,
    sent: { ...shared, ...sent },
    wellFormed: { ...shared, ...wellFormed },
  }))
}

/** A call that is refused before anything reaches Apify, with a sentence that has these parts. */
export interface RefusedRow {
  tool: string
  what: string
  sent: unknown
  parts: (string | RegExp)[]
}

/** Returns rows of one tool whose calls share some arguments. */
export function refusals(
  tool: string,
  shared: object,
  refused: readonly [what: string, sent: object, ...parts: (string | RegExp)[]][],
): RefusedRow[] {
  return refused.map(([what, sent, ...parts]) => ({
    tool,
    what,
    sent: { ...shared, ...sent },
    parts,
  }))
}

/** Returns each row behind its title. */
function titled<Row extends { tool: string; what: string }>(rows: readonly Row[]): [string, Row][] {
  return rows.map((row) => [`${row.tool}: ${row.what}`, row])
}

/** What a schema library prints and no one should read. */
export const DUMP = /invalid_type|unrecognized_keys|"code":|"path":|ZodError|"expected":/

/** Tests that calls do what well-formed ones do: the same result, the same requests to Apify. */
export function sameAsWellFormed(rows: readonly SameRow[], { outcome }: Connected): void {
  it.each(titled(rows))('%s', async (_, { tool, sent, wellFormed, arrange }) => {
    const wanted = await outcome({ tool, args: wellFormed, arrange })
    expect(wanted.isError, wanted.text).toBe(false)
    const done = await outcome({ tool, args: sent, arrange })
    expect(done.text).toBe(wanted.text)
    expect(done).toEqual(wanted)
  })
}

/** Tests that calls are refused with a sentence, and that nothing reaches Apify. */
export function refused(rows: readonly RefusedRow[], { outcome }: Connected): void {
  it.each(titled(rows))('%s is refused', async (_, { tool, sent, parts }) => {
    const { isError, text, requests } = await outcome({ tool, args: sent })
    expect(isError, text).toBe(true)
    for (const part of parts) expect(text).toMatch(part)
    expect(text).not.toMatch(DUMP)
    expect(requests).toEqual([])
  })
}
