import { describe, expect, it } from 'vitest'
import { hasOmitted, LongText, noteOmitted, notePruned } from '../../src/budget/pruned.ts'
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
    [
      { webhook: { requestUrl: 'https://u:p@a.b/hook?token=x&a=1', isAdHoc: false } },
      {
        webhook: { requestUrl: 'https://[redacted]@a.b/hook?token=[redacted]&a=1', isAdHoc: false },
      },
    ],
    [
      { requestUrl: 'https://hooks.slack.com/services/T0/B0/short' },
      { requestUrl: 'https://hooks.slack.com/services/T0/B0/[redacted]' },
    ],
    [
      { versions: [{ tarballUrl: 'https://a.b/c.tgz?a=1&signature=x' }] },
      { versions: [{ tarballUrl: 'https://a.b/c.tgz?a=1&signature=[redacted]' }] },
    ],
    [
      { gitRepoUrl: 'https://a.b/c.git?key=x#main:dir' },
      { gitRepoUrl: 'https://a.b/c.git?key=[redacted]#main:dir' },
    ],
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

  it('has none in the beginning of a long text, which says as much of the rest as before', () => {
    const long = new LongText('https://a.b/?token=abc&', 1000)
    const shown = withoutCredentials({ requestUrl: long })
    expect(JSON.stringify(shown)).toBe(
      '{"requestUrl":"https://a.b/?token=[redacted]&… [+977 chars]"}',
    )
  })

  it('keeps the marks of what was not read', () => {
    const list = notePruned(noteOmitted([{ envVars: [] }, { a: 1 }], 7))
    const shown = withoutCredentials({ items: list })
    expect(shown).toEqual({ items: [{}, { a: 1 }] })
    expect(hasOmitted(shown)).toBe(true)
  })
})
