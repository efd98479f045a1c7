import { describe, expect, it } from 'vitest'
import { fitRows } from '../../src/budget/fit-rows.ts'
import { isPruned } from '../../src/budget/pruned.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { createJsonReader } from '../../src/untrusted/parse-json.ts'
import { missingStep, pathSteps, valueAt } from '../../tools/support/text/json-path.ts'
import { stream, TEST_JSON } from '../support/fake-storages.ts'
import { emptyObjects, levels, manyKeys, zeros } from '../support/large-json.ts'
import { REDACTOR } from '../support/redactor.ts'

/** More than is parsed outside of a worker. */
const PAD = `"${'p'.repeat(1_200_000)}"`
const text = (json: string) => {
  const bytes = Buffer.from(json)
  const count = Math.ceil(bytes.length / 5000)
  return stream(Array.from({ length: count }, (_, i) => bytes.subarray(i * 5000, (i + 1) * 5000)))
}

const VALUES = [
  '{"__proto__":{"x":1},"b":2}',
  '{"a":1,"b":2,"a":3}',
  '"\\ud800 and \\ude00"',
  '[12345678901234567890,9007199254740993,1e400,-0,0.1]',
  '{"2":"b","1":"a"}',
  '[true,false,null,"",{},[]]',
  '"a\\"b\\n\\u0000"',
]

describe('a value in a large document', () => {
  it.each(VALUES)('is what it is in a small one: %s', async (json) => {
    const small = await TEST_JSON.read(text(`{"it":${json}}`))
    expect(small.kind).toBe('whole')
    const large = await TEST_JSON.read(text(`{"pad":${PAD},"it":${json},"after":${PAD}}`), {
      steps: ['it'],
    })
    expect(large.kind).toBe('part')
    const inSmall = 'value' in small ? valueAt(small.value, 'it') : undefined
    expect('value' in large && large.value).toStrictEqual(inSmall)
  })

  it.each(['nope', 'it.x', 'it[9]', 'it[0].y', 'pad.x', 'it.length.x'])(
    'is missing in the same words: %s',
    async (path) => {
      const it = '[{"a":1},2]'
      const small = await TEST_JSON.read(text(`{"it":${it},"pad":"p"}`))
      const steps = pathSteps(path)
      const large = await TEST_JSON.read(text(`{"it":${it},"pad":${PAD}}`), { steps })
      expect(large.kind).toBe('missing')
      const said = large.kind === 'missing' ? missingStep(large.missing).message : ''
      expect(() => valueAt('value' in small ? small.value : undefined, path)).toThrow(said)
    },
  )

  it.each(['{"a":1,}', '[1 2]', '{"a":1', '"\n"', '[01]'])('is invalid alike: %j', async (json) => {
    expect(await TEST_JSON.read(text(json))).toEqual({ kind: 'not JSON' })
    expect(await TEST_JSON.read(text(`[${PAD},${json}]`))).toEqual({ kind: 'not JSON' })
  })
})

describe('a document that takes more memory than its text', () => {
  it.each([
    ['empty objects', emptyObjects(900_000)],
    ['zeros', zeros(900_000)],
    ['keys', manyKeys(150_000)],
    ['levels', levels(200_000)],
  ])('is pruned, however short it is: %s', async (_, json) => {
    const found = await TEST_JSON.read(text(json.toString()))
    expect(found.kind).toBe('part')
    const value = 'value' in found ? found.value : undefined
    expect(isPruned(value)).toBe(true)
    const [shown] = fitRows([value], 2000).rows
    expect(JSON.stringify(shown)).toMatch(/\[\+\d+ (?:items|fields)\]|nested deeper/)
  })
})

describe('secrets in a large document', () => {
  const SECRET = 'tok_secret'
  const reader = createJsonReader({
    maxResultTokens: 500,
    signal: new AbortController().signal,
    redactor: {
      text: (one) => one.replaceAll(SECRET, '***'),
      value: (value) => value,
      suspects: (json) => json.includes(SECRET),
      longestChars: () => SECRET.length,
      async *texts(pieces) {
        let all = ''
        for await (const piece of pieces) all += piece
        yield all.replaceAll(SECRET, '***')
      },
    },
  })

  it('are removed from texts and keys, before they are cut', async () => {
    const long = `${'x'.repeat(8000 - 4)}${SECRET}${'y'.repeat(9000)}`
    const json = `{"${SECRET}":"${SECRET}","long":"${long}","pad":${PAD}}`
    const found = await reader.read(text(json))
    const shown = JSON.stringify('value' in found ? found.value : undefined)
    expect(shown).toContain('"***":"***"')
    expect(shown).not.toContain('tok_')
  })

  it('are removed if they are longer than most, wherever a text is cut', async () => {
    const secret = Array.from({ length: 200 }, (_, i) => `${i}_`).join('')
    const redactor = createRedactor(() => [secret])
    const { signal } = new AbortController()
    const own = createJsonReader({ maxResultTokens: 500, signal, redactor })
    for (const before of [7000, 7500, 7900, 8000, 8200, 8500]) {
      const long = `${'x'.repeat(before)}${secret}${'y'.repeat(9000)}`
      const found = await own.read(text(`{"long":"${long}","pad":${PAD}}`))
      const shown = JSON.stringify('value' in found ? found.value : undefined)
      expect(shown).toMatch(/^\{"long":"x{6000}/)
      expect(shown).not.toContain('0_1_')
    }
  })

  it('are removed from a text that comes in parts, and from the keys of an error', async () => {
    const json = `{"a":"${'z'.repeat(2000)}${SECRET}","${SECRET}":${PAD}}`
    const readText = joined
    const found = await reader.read(text(json), { steps: ['a'], form: 'texts', readText })
    expect(found).toEqual({ kind: 'text', text: `${'z'.repeat(2000)}***` })
    const missing = await reader.read(text(json), { steps: ['nope'] })
    expect(missing).toMatchObject({ missing: { keys: ['a', '***'] } })
  })
})

it('a call that has ended reads no large document', async () => {
  const controller = new AbortController()
  const { signal } = controller
  const reader = createJsonReader({ maxResultTokens: 500, signal, redactor: REDACTOR })
  const source = async function* () {
    yield Buffer.from(`[${PAD}`)
    controller.abort(new Error('cancelled'))
    yield Buffer.from(',1]')
  }
  await expect(reader.read(source())).rejects.toThrow('cancelled')
})

async function joined(parts: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const part of parts) all += part
  return all
}

describe('two large documents at a time', () => {
  /** Returns in which order two are let in, and the first is given back. */
  async function orderOf(tenant: string | undefined): Promise<string[]> {
    const { signal } = new AbortController()
    const reader = createJsonReader({ maxResultTokens: 500, signal, tenant, redactor: REDACTOR })
    const order: string[] = []
    const release = await reader.holdMuch()
    const second = reader.holdMuch().then((releaseSecond) => {
      order.push('second')
      releaseSecond()
    })
    // All that can be let in now is let in before the next macrotask.
    await new Promise(setImmediate)
    order.push('given back')
    release()
    await second
    return order
  }

  it('wait for each other if they are of one tenant of several', async () => {
    expect(await orderOf('a')).toEqual(['given back', 'second'])
  })

  it('do not wait if there is one tenant alone', async () => {
    expect(await orderOf(undefined)).toEqual(['second', 'given back'])
  })
})
