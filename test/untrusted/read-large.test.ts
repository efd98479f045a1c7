import { describe, expect, it } from 'vitest'
import { readTextPart } from '../../src/budget/text-page.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { createJsonReader } from '../../src/untrusted/parse-json.ts'
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

describe('a text of a document that breaks', () => {
  const START = `{"text":"${'lorem ipsum '.repeat(100_000)}`
  const read = (json: string, maxChars: number) =>
    TEST_JSON.read(stream([Buffer.from(json)]), {
      steps: ['text'],
      form: 'texts',
      readText: (parts) => readTextPart(parts, maxChars, 0),
      size: 20_000_000,
    })

  it.each([
    ['ends inside it', START],
    ['has a control character in it', `${START}\u0001"}`],
    ['has an invalid escape in it', `${START}\\x"}`],
    ['breaks at once', '{"text":"\u0001'],
  ])('is no whole text: %s', async (_, json) => {
    expect(await read(json, 2_000_000)).toEqual({ kind: 'not JSON' })
  })

  it('has the pages that come before', async () => {
    expect(await read(START, 1000)).toMatchObject({ kind: 'text', text: { reachedEnd: false } })
  })

  it('is read whole if it does not', async () => {
    expect(await read(`${START}"}`, 2_000_000)).toMatchObject({
      kind: 'text',
      text: { text: START.slice('{"text":"'.length), reachedEnd: true },
    })
  })
})

describe('a secret in a long key', () => {
  const SECRET = Array.from({ length: 100 }, (_, i) => `t0ken~${i}.`).join('')
  const reader = createJsonReader({
    maxResultTokens: 8000,
    signal: new AbortController().signal,
    redactor: createRedactor(() => [SECRET]),
  })
  const found = (json: string, steps: string[]) =>
    reader.read(stream([Buffer.from(json)]), { steps, size: 20_000_000 })

  it.each([0, 50, 99, 150, 1100])('is never shown in part: from %i', async (at) => {
    const keys = [`${'k'.repeat(at)}${SECRET}`, `${'k'.repeat(at)}${SECRET}${'k'.repeat(3000)}`]
    const json = JSON.stringify(Object.fromEntries(keys.map((key) => [key, 1])))
    for (const steps of [[], ['nope'], ['x'.repeat(700)]]) {
      const shown = JSON.stringify(await found(json, steps))
      expect(shown).toMatch(/^\{"kind":"(part|missing)"/)
      expect(shown).not.toMatch(/t0k|ken~/)
    }
  })
})
