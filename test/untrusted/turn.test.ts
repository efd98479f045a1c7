import { expect, it } from 'vitest'
import { turn } from '../../src/untrusted/turn.ts'

it('lets everything else happen between two turns', async () => {
  const seen: string[] = []
  const worker = async (name: string) => {
    await turn()
    seen.push(name)
  }
  const other = new Promise<void>((resolve) => {
    setImmediate(() => {
      seen.push('other')
      resolve()
    })
  })
  await Promise.all([worker('a'), worker('b'), worker('c'), other])
  expect(seen.filter((name) => name !== 'other')).toEqual(['a', 'b', 'c'])
  expect(seen.indexOf('other')).toBeLessThan(seen.indexOf('c'))
})

it('comes at once if nobody else had one', async () => {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  let isLater = false
  setImmediate(() => {
    isLater = true
  })
  await turn()
  expect(isLater).toBe(false)
})
