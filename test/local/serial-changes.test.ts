import { expect, test } from 'vitest'
import { SerialChanges } from '../../src/local/serial-changes.ts'

test('changes of a key happen in order, even after a failure, and others do not wait', async () => {
  const changes = new SerialChanges()
  const made: string[] = []
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const note = (name: string) => async () => void made.push(name)
  const first = changes.make('a', () => held.then(note('first')))
  const failing = changes.make('a', () => Promise.reject(new Error('failed')))
  const last = changes.make('a', note('last'))
  await changes.make('b', note('other'))
  expect(made).toEqual(['other'])
  release()
  await expect(failing).rejects.toThrow('failed')
  await Promise.all([first, last, changes.settle('a'), changes.settleAll()])
  expect(made).toEqual(['other', 'first', 'last'])
})
