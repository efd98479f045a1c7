import { describe, expect, it } from 'vitest'
import { stream, TEST_JSON } from '../support/fake-storages.ts'

describe('a path that leads to an early value', () => {
  /** A body of which the second chunk never comes. */
  function stuckAfter(json: string) {
    let reads = 0
    const next = (): Promise<IteratorResult<Buffer>> =>
      reads++ === 0
        ? Promise.resolve({ value: Buffer.from(json), done: false })
        : new Promise(() => {})
    return { reads: () => reads, body: { [Symbol.asyncIterator]: () => ({ next }) } }
  }

  it.each<[path: string, answer: object]>([
    ['rows.0', { kind: 'part', value: 1 }],
    ['rows.text', { kind: 'missing' }],
  ])('is answered without what follows: %s', async (path, answer) => {
    const { body, reads } = stuckAfter('{"rows":[1],"a":1}')
    const found = await TEST_JSON.read(body, { steps: path.split('.'), size: 20_000_000 })
    expect(found).toMatchObject(answer)
    expect(reads()).toBeLessThanOrEqual(2)
  })

  it('leaves its worker to the next document', async () => {
    for (let n = 0; n < 20; n++) {
      const rows = Array.from({ length: 5000 }, (_, i) => ({ i, text: `row ${i} of ${n}` }))
      const json = stream([Buffer.from(JSON.stringify({ rows }))])
      const steps = ['rows', String(n * 7), 'text']
      expect(await TEST_JSON.read(json, { steps, size: 20_000_000 })).toEqual({
        kind: 'part',
        value: `row ${n * 7} of ${n}`,
      })
    }
  })
})
