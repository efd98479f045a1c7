import { describe, expect, it } from 'vitest'
import { hasOmitted, noteOmitted, notePruned } from '../../src/budget/pruned.ts'
import { withoutCredentials } from '../../src/mcp/without-credentials.ts'

describe('an object of the API', () => {
  it.each<[value: unknown, shown: unknown]>([
    [
      { data: { username: 'a', proxy: { password: 'p', groups: [{ name: 'X' }] } } },
      { data: { username: 'a', proxy: { groups: [{ name: 'X' }] } } },
    ],
    [{ items: [{ id: 'd', urlSigningSecretKey: 's' }] }, { items: [{ id: 'd' }] }],
    [
      { versions: [{ versionNumber: '0.1', envVars: [{ name: 'A', value: 'v' }] }] },
      { versions: [{ versionNumber: '0.1' }] },
    ],
    [{ requestUrl: 'https://a.b', headersTemplate: '{"x":1}' }, { requestUrl: 'https://a.b' }],
    [{ keysPublicUrl: 'a', recordsPublicUrl: 'b', itemsPublicUrl: 'c', recordPublicUrl: 'd' }, {}],
    [
      { gitRepoUrl: 'https://user:secret@github.com/a/b.git#main' },
      { gitRepoUrl: 'https://[redacted]@github.com/a/b.git#main' },
    ],
    [{ text: 'mail a@b.c, see https://a.b/@c' }, { text: 'mail a@b.c, see https://a.b/@c' }],
    [{ password: 'of no proxy' }, { password: 'of no proxy' }],
    ['text', 'text'],
    [null, null],
  ])('%j is shown as %j', (value, shown) => {
    expect(withoutCredentials(value)).toEqual(shown)
  })

  it('keeps the marks of what was not read', () => {
    const list = notePruned(noteOmitted([{ envVars: [] }, { a: 1 }], 7))
    const shown = withoutCredentials({ items: list })
    expect(shown).toEqual({ items: [{}, { a: 1 }] })
    expect(hasOmitted(shown)).toBe(true)
  })
})
