import { expect } from 'vitest'
import { z } from 'zod'
import { ActorTools } from '../../src/app/actor-tools.ts'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'

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

/** Returns a tool of an Actor that was not read. */
export function actorTool(fullName: string, key = fullName): ActorTool {
  const tool = defineTool({
    name: 'any',
    title: fullName,
    description: `Runs ${fullName}.`,
    toolset: 'actors',
    annotations: SPEND,
    input: z.strictObject({}),
    output: z.object({}),
    handler: async () => ({}),
  })
  return { key, actorId: `id of ${fullName}`, fullName, tool }
}

/** Begins to read Actors without a server. The test answers for the API and moves the clock. */
export function beginActorTools(actors: string[], takenNames: string[] = []) {
  const reads: { actor: string; resolve(tool: ActorTool): void; reject(error: Error): void }[] = []
  const waits: { ms: number; end(): void }[] = []
  const lines: string[] = []
  const tools = new ActorTools({
    actors,
    takenNames: new Set(takenNames),
    load: (actor) =>
      new Promise((resolve, reject) => {
        reads.push({ actor, resolve, reject })
      }),
    log: (line) => lines.push(line),
    wait: (ms, { signal }) =>
      new Promise<void>((resolve) => {
        waits.push({ ms, end: resolve })
        signal.addEventListener('abort', () => resolve())
      }),
  })
  const settle = () => new Promise(setImmediate)
  return {
    tools,
    lines,
    reads,
    /** The waits that were begun, in milliseconds. */
    waits: () => waits.map(({ ms }) => ms),
    names: () => tools.arrived().map(({ name }) => name),
    async arrive(actor: string, fullName = actor, key?: string) {
      reads.findLast((read) => read.actor === actor)?.resolve(actorTool(fullName, key))
      await settle()
    },
    async fail(actor: string, error: Error) {
      reads.findLast((read) => read.actor === actor)?.reject(error)
      await settle()
    },
    /** Ends the last wait of so many milliseconds. */
    async pass(ms: number) {
      waits.findLast((wait) => wait.ms === ms)?.end()
      await settle()
    },
  }
}
