/** A command of the CI run. */
export interface Step {
  /** The name that the table of times shows. */
  name: string
  /** A program and its arguments. */
  command: readonly [string, ...string[]]
  /** Names of the steps that must have ended before, whether they passed or not. */
  after?: readonly string[]
}

export interface StepResult {
  step: Step
  passed: boolean
  /** Wall-clock time, in seconds. */
  secs: number
  /** Standard output and standard error, in the order in which they came. */
  output: string
}

/** Runs one step to its end. It must not reject. */
export type RunStep = (step: Step) => Promise<StepResult>

/** Returns the first step of the queue that may begin, and takes it out of the queue. */
function takeNext(queue: Step[], ended: ReadonlySet<string>): Step | undefined {
  const index = queue.findIndex(({ after = [] }) => after.every((name) => ended.has(name)))
  return index < 0 ? undefined : queue.splice(index, 1)[0]
}

/**
 * Runs steps side by side, at most `slots` at a time, each as soon as the steps before it have ended.
 * Among those that may begin, the first of the list begins first. Every step runs, even after a
 * failure, so that one run shows all that needs repair.
 * @returns the results in the order in which the steps ended
 * @throws {Error} if steps wait for each other, or for one that does not exist
 */
export async function runSteps(
  steps: readonly Step[],
  slots: number,
  run: RunStep,
): Promise<StepResult[]> {
  const queue = [...steps]
  const ended = new Set<string>()
  const results: StepResult[] = []
  const running = new Set<Promise<void>>()
  while (queue.length > 0 || running.size > 0) {
    const step = running.size < slots ? takeNext(queue, ended) : undefined
    if (step) {
      const task = run(step).then((result) => {
        results.push(result)
        ended.add(step.name)
        running.delete(task)
      })
      running.add(task)
    } else if (running.size > 0) {
      await Promise.race(running)
    } else {
      throw new Error(`These steps can never begin: ${queue.map(({ name }) => name).join(', ')}.`)
    }
  }
  return results
}
