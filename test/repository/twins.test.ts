import { expect, it } from 'vitest'
import { sources } from '../support/sources.ts'

/** Returns the value of a constant as its file writes it. */
function constantIn(file: string, name: string): string | undefined {
  return new RegExp(`const ${name} =\\s+(.+)`).exec(sources.get(file) ?? '')?.[1]
}

// The local platform imports nothing of the server, so both have a rule for what is checked in a worker.
it.each(['COSTLY', 'MAX_QUICK_CHARS', 'MAX_QUICK_PARTS', 'MAX_QUICK_PRODUCT'])(
  'the local platform takes the same schemas for costly as the tools do: %s',
  (name) => {
    const ofTools = constantIn('tools/support/actor-input/schema-cost.ts', name)
    expect(ofTools).toBeDefined()
    expect(constantIn('src/local/actors/run-input.ts', name)).toBe(ofTools)
  },
)
