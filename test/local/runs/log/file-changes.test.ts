import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchChanges } from '../../../../src/local/runs/log/file-changes.ts'
import { makeFolder } from '../../../support/folder.ts'

test('each change of a file is told', async () => {
  const path = join(await makeFolder(), 'file')
  writeFileSync(path, '')
  let onChange = () => {}
  onTestFinished(watchChanges(path, () => onChange()))
  for (const text of ['a', 'b', 'c']) {
    const changed = new Promise<void>((resolve) => {
      onChange = resolve
    })
    appendFileSync(path, text)
    await changed
  }
})

test('a timer looks if the system cannot watch', async () => {
  const path = join(await makeFolder(), 'missing')
  let calls = 0
  await new Promise<void>((resolve) => {
    const stop = watchChanges(path, () => {
      calls += 1
      if (calls === 2) resolve()
    })
    onTestFinished(stop)
  })
  expect(calls).toBe(2)
})
