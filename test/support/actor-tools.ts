import { expect } from 'vitest'

interface Named {
  name: string
}

/**
 * Returns the tools of a server once all of them have arrived. A list may come earlier than an Actor
 * that is slow to read, as on a busy machine.
 */
export async function listAll<T extends Named>(list: () => Promise<T[]>, count: number) {
  let tools: T[] = []
  await expect
    .poll(
      async () => {
        tools = await list()
        return tools.length
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(count)
  return tools
}
