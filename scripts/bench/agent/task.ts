import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { TrialApi } from './api.ts'
import { type Agent, type Reply, Unsolved } from './client.ts'
import type { Seeded } from './seed.ts'

/** The two servers: the built one and Apify's own. */
export type Side = 'ours' | 'incumbent'

/** What the agent is told: names and ids that a user would mention. */
type Given = Seeded['given'] & {
  /** A dataset and an Actor that the other server's agent does not touch. */
  rowsId: string
  orderActor: string
  /** Where the API is. Agents know Apify's. */
  apiUrl: string
}

/** What an answer is compared with. */
export interface World {
  truth: Seeded['truth']
  given: Given
  api: TrialApi
}

/** A task, how the agent solves it with each server, and what is true. */
export interface Task {
  name: string
  solve: Record<Side, (agent: Agent, given: Given) => Promise<unknown>>
  /** Returns the right answer, or throws `Unsolved` if the platform shows that something went wrong. */
  expected(world: World): unknown
}

/** Reads the first text block of a result as JSON. */
export function jsonOf<Schema extends z.ZodType>(
  schema: Schema,
  { texts }: Reply,
): z.output<Schema> {
  return parseText(schema, texts[0] ?? '')
}

/** Parses a text as JSON of a shape. */
export function parseText<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Unsolved(`not as expected: ${text}`)
  }
}

/** Parses CSV without quotes: the rows, each a list of texts, without the head. */
export function csvRows(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  return lines.slice(1).map((line) => line.split(','))
}

/** Finds what a pattern's first group matches in a text. */
export function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Unsolved(`nothing like ${pattern.source} in the result`)
  return found
}

export const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** What became of one task with one server. */
export interface Outcome {
  calls: number
  tokens: number
  /** Why it is not solved. */
  reason?: string
}

/** Lets an agent try a task and compares its answer with the truth. */
export async function attempt(
  task: Task,
  side: Side,
  agent: Agent,
  world: World,
): Promise<Outcome> {
  try {
    const answer = await task.solve[side](agent, world.given)
    const expected = await task.expected(world)
    if (isDeepStrictEqual(answer, expected)) return { ...agent.spent }
    return { ...agent.spent, reason: `wrong: ${JSON.stringify(answer)?.slice(0, 40)}` }
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return { ...agent.spent, reason: error.message }
  }
}
