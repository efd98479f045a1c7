import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runSteps } from '../../../scripts/ci/run-steps.ts'
import { ciSteps } from '../../../scripts/ci/steps.ts'
import { NODE_TESTS } from '../../../scripts/node-tests.ts'
import { nodeMajors } from '../../../scripts/node-versions.ts'
import { ROOT } from '../../support/root.ts'

const steps = ciSteps('/reports', nodeMajors())

const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts'))

it('all steps of CI run, and each has a unique name', async () => {
  const results = await runSteps(steps, 2, async (step) => ({
    step,
    passed: true,
    secs: 0,
    output: '',
  }))
  expect(new Set(results.map(({ step }) => step.name)).size).toBe(steps.length)
})

it('each step runs a program that exists', () => {
  const programs = steps.flatMap(({ command }) => command.filter((word) => word.endsWith('.ts')))
  expect(programs.length).toBeGreaterThan(0)
  expect(programs.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

it('CI tests on every listed version of Node', () => {
  const names = steps.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(nodeMajors().map((major) => `tests on Node ${major}`)),
  )
})

it.each(NODE_TESTS.flatMap(({ paths }) => paths))('%s, tested on each Node, exists', (path) => {
  expect(tests.filter((file) => file.startsWith(path))).not.toEqual([])
})

it.each([
  ['attack', 'test/attack/vitest.config.ts'],
  ['prism', 'scripts/prism.ts'],
  ['views', 'scripts/views.ts'],
])('%s, which `npm test` leaves out, runs in a step of its own', (name, program) => {
  const step = steps.find((each) => each.name === name)
  expect(step?.command).toContain(program)
  expect(step?.command).toContain(`--outputFile.json=/reports/${name}.json`)
})
