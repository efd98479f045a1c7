import type { Compiled, InputProblem } from './check-input.ts'
import { quickInputChars } from './schema-cost.ts'

/** Checks an input. Returns undefined if that takes too long; then only the platform knows. */
export type InputCheck = (input: unknown) => Promise<InputProblem[] | undefined>

/**
 * Returns the check of a schema. What may take long is done in a worker, so that nobody else waits for it.
 * @returns undefined if the schema cannot be used, or not in time
 */
export async function prepareCheck(schema: object): Promise<InputCheck | undefined> {
  const text = textOf(schema)
  if (text === undefined) return undefined
  const quickChars = quickInputChars(text)
  const quick = quickChars > 0 ? await compile(text) : undefined
  if (quickChars > 0 ? !quick : !(await ask({ schema: text }))?.isUsable) return undefined
  return async (input) => {
    const isQuick = quick && (textOf(input)?.length ?? Number.POSITIVE_INFINITY) <= quickChars
    return isQuick ? quick(input) : (await ask({ schema: text, input }))?.problems
  }
}

/** Loads the checker on first use, because most calls never check an input. */
async function compile(text: string): Promise<Compiled | undefined> {
  const { compileCheck } = await import('./check-input.ts')
  return compileCheck(text)
}

/** Loaded on first use too, because most schemas need no worker. */
async function ask(question: { schema: string; input?: unknown }) {
  const { askWorker } = await import('./check-workers.ts')
  return askWorker(question)
}

/** Returns the JSON of a value; undefined if it has none, such as one nested deeper than the stack allows. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
