import { describe, expect, it } from 'vitest'
import { type RunStep, runSteps, type Step } from '../../../scripts/ci/run-steps.ts'

const step = (name: string, ...after: string[]): Step => ({ name, command: ['true'], after })

/** Returns a `run` whose steps end when the test calls `end`. */
function heldSteps() {
  const started: string[] = []
  const ends = new Map<string, (passed?: boolean) => void>()
  const run: RunStep = (each) => {
    started.push(each.name)
    return new Promise((resolve) => {
      const end = (passed = true) => resolve({ step: each, passed, secs: 0, output: '' })
      ends.set(each.name, end)
    })
  }
  /** Ends a step and waits until the next steps have begun. */
  async function end(name: string, passed?: boolean) {
    ends.get(name)?.(passed)
    await new Promise(setImmediate)
  }
  return { started, run, end }
}

describe('runSteps', () => {
  it('runs as many steps side by side as there are slots', async () => {
    const { started, run, end } = heldSteps()
    const all = runSteps([step('a'), step('b'), step('c')], 2, run)
    expect(started).toEqual(['a', 'b'])
    await end('b')
    expect(started).toEqual(['a', 'b', 'c'])
    await end('a')
    await end('c')
    expect((await all).map((result) => result.step.name)).toEqual(['b', 'a', 'c'])
  })

  it('begins a step after all steps it waits for, and runs another one meanwhile', async () => {
    const { started, run, end } = heldSteps()
    const all = runSteps([step('build'), step('tests', 'build', 'lint'), step('lint')], 2, run)
    expect(started).toEqual(['build', 'lint'])
    await end('build')
    expect(started).toEqual(['build', 'lint'])
    await end('lint')
    expect(started).toEqual(['build', 'lint', 'tests'])
    await end('tests')
    await all
  })

  it('runs the steps after a failed one', async () => {
    const { run, end } = heldSteps()
    const all = runSteps([step('build'), step('tests', 'build')], 2, run)
    await end('build', false)
    await end('tests')
    expect((await all).map(({ passed }) => passed)).toEqual([false, true])
  })

  it.each([
    ['wait for each other', [step('a', 'b'), step('b', 'a')]],
    ['wait for a step that does not exist', [step('a', 'z'), step('b', 'a')]],
  ])('names the steps that %s', async (_, steps) => {
    const { run } = heldSteps()
    await expect(runSteps(steps, 2, run)).rejects.toThrow('can never begin: a, b.')
  })
})
