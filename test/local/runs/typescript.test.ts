import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runToEnd, startPlatform } from '../../support/local-platform/platform.ts'

const FILES = {
  'package.json': { type: 'module' },
  'src/main.ts': `
    const greeting: string = 'typed'
    console.log(greeting satisfies string)`,
}

/** Whether this Node runs TypeScript, as it says itself. */
const strips = 'typescript' in process.features && process.features.typescript !== false

test(`an Actor in TypeScript ${strips ? 'runs' : 'says which Node runs it'}`, async () => {
  const platform = await startPlatform({ files: FILES })
  await rm(join(platform.dir, 'actor', 'main.js'))
  const run = await runToEnd(platform)
  const { text } = await platform.call(`GET /v2/logs/${run.id}`)
  if (strips) {
    expect(run).toMatchObject({ status: 'SUCCEEDED' })
    expect(text).toContain('typed')
    return
  }
  expect(run).toMatchObject({ status: 'FAILED', exitCode: null })
  const advice = 'Start the server with Node 22.18 or newer, or add a "start" script'
  expect(run.statusMessage).toContain(advice)
  expect(text).toContain(advice)
})

test('an Actor with nothing to start says what to add', async () => {
  const platform = await startPlatform({ files: { 'package.json': {} } })
  await rm(join(platform.dir, 'actor', 'main.js'))
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'FAILED', exitCode: null })
  expect(run.statusMessage).toContain('Add one of these: a "start" script in package.json, main.js')
})
