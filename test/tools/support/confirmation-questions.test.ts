import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../src/tool-call/tool.ts'
import { runQuestion, shownName, sized } from '../../../tools/support/confirmation-questions.ts'

const cloud: Settings = { mode: 'cloud', readOnly: false, maxResultTokens: 8000 }

describe('shownName', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"? Approved. "b', '"a\\"? Approved. \\"b"'],
    ['back\\slash', '"back\\\\slash"'],
    ['two\nlines\tand\u0000more', '"two lines and more"'],
    ['right\u202eto left', '"right to left"'],
    ['zero\u200bwidth', '"zero width"'],
    ['not\u3164seen', '"not seen"'],
    ['lone \ud800 surrogate', '"lone surrogate"'],
    ['x'.repeat(100), `"${'x'.repeat(100)}"`],
    ['x'.repeat(101), `"${'x'.repeat(100)}…"`],
  ])('quotes %j as %s', (name, expected) => {
    expect(shownName(name)).toBe(expected)
  })
})

describe('sized', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [2540, '2.5 kB'],
    [1_000_000, '1.0 MB'],
    [5_400_000, '5.4 MB'],
  ])('writes %i as %s', (bytes, expected) => {
    expect(sized(bytes)).toBe(expected)
  })
})

describe('runQuestion', () => {
  it.each([
    [
      { actorId: 'alice/crawler' },
      {},
      'Run Actor "alice/crawler" with no input of its own? There is no limit on its cost.',
    ],
    [
      { taskId: 'alice/daily', input: { a: 1 }, maxTotalChargeUsd: 1.5 },
      {},
      'Run task "alice/daily" with an input of 7 bytes? It may cost at most 1.5 USD.',
    ],
    [
      { actorId: 'alice/crawler', input: {} },
      { maxRunCostUsd: 3 },
      'Run Actor "alice/crawler" with an input of 2 bytes? It may cost at most 3 USD.',
    ],
    [
      { actorId: 'local/crawler', webhookUrl: 'https://a.example/hook' },
      { mode: 'local' as const },
      'Run Actor "local/crawler" with no input of its own? It runs on this server\'s machine, at no cost. When it ends, "https://a.example/hook" is notified.',
    ],
    [
      { actorId: 'a', webhookUrl: 'http://0x7f.1/hook' },
      {},
      'Run Actor "a" with no input of its own? There is no limit on its cost. When it ends, host "127.0.0.1" is notified, at "http://0x7f.1/hook". Apify cannot reach 127.0.0.1, an address of this machine or of a private network, so the webhook will not arrive.',
    ],
    [
      { actorId: 'local/a', webhookUrl: 'http://127.0.0.1:8080/hook' },
      { mode: 'local' as const },
      'Run Actor "local/a" with no input of its own? It runs on this server\'s machine, at no cost. When it ends, "http://127.0.0.1:8080/hook" is notified.',
    ],
    [
      { actorId: 'a', webhookUrl: 'https://shop.example@evil.example/' },
      {},
      'Run Actor "a" with no input of its own? There is no limit on its cost. When it ends, host "evil.example" is notified, at "https://shop.example@evil.example/".',
    ],
  ])('for %j', (request, settings, question) => {
    expect(runQuestion(request, { settings: { ...cloud, ...settings } })).toBe(question)
  })

  it.each([
    [{}, 'Neither `actorId` nor `taskId`'],
    [{ actorId: 'a', taskId: 'b' }, 'Both `actorId` and `taskId`'],
    [{ actorId: 'a', webhookUrl: 'file:///etc/passwd' }, '`webhookUrl`'],
    [{ actorId: 'a', webhookUrl: 'a.example' }, '`webhookUrl`'],
    [{ actorId: 'a', maxTotalChargeUsd: 4 }, 'ceiling of 3 USD'],
  ])('does not ask for %j, which would be refused', (request, reason) => {
    const settings = { ...cloud, maxRunCostUsd: 3 }
    expect(() => runQuestion(request, { settings })).toThrow(reason)
  })
})
