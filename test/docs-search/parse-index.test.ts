import { describe, expect, it } from 'vitest'
import { parseIndex } from '../../src/docs-search/parse-index.ts'
import { largeIndex } from '../support/docs-site.ts'

const BASE = 'https://docs.example.com/guide/llms.txt'

describe('an index', () => {
  it.each<[line: string, expected: object | undefined]>([
    ['- [A](https://docs.example.com/a.md): About a', { title: 'A', description: 'About a' }],
    ['* [A](/a.md) - About a', { url: 'https://docs.example.com/a.md', description: 'About a' }],
    ['  + [A](b.md)', { url: 'https://docs.example.com/guide/b.md', description: '' }],
    ['12. [A](../c)', { url: 'https://docs.example.com/c.md' }],
    ['- [A](<d.md> "hover")', { url: 'https://docs.example.com/guide/d.md', description: '' }],
    ['- [`f()` \\[JS\\] **x**](f_(v3).md)', { title: 'f() [JS] x', url: /f_\(v3\)\.md$/ }],
    ['- [a [b] c](/e.md?x=1#y)', { title: 'a [b] c', url: 'https://docs.example.com/e.md' }],
    ['- [](/e.md)', { title: '/e.md' }],
    ['- [A](https://docs.example.com:8443/a.md)', undefined],
    ['- [A](http://docs.example.com/a.md)', undefined],
    ['- [A](https://other.example.com/a.md)', undefined],
    ['- [A](mailto:a@example.com)', undefined],
    ['- [A]( )', undefined],
    ['- [A](https://[broken)', undefined],
    ['[A](/a.md)', undefined],
    ['', undefined],
  ])('reads %j', (line, expected) => {
    const [entry, ...others] = parseIndex(line, BASE)
    expect(others).toEqual([])
    if (!expected) return expect(entry).toBeUndefined()
    for (const [key, value] of Object.entries(expected))
      expect(entry?.[key as keyof typeof entry]).toEqual(
        value instanceof RegExp ? expect.stringMatching(value) : value,
      )
  })

  it('knows the headings above each page, but not the name of the site', () => {
    const text =
      '# Site\n- [0](/0)\n## A\n- [1](/1)\n#### C ##\n- [2](/2)\n### B\n- [3](/3)\n# D\n- [4](/4)'
    expect(parseIndex(text, BASE).map(({ title, section }) => [title, section])).toEqual([
      ['0', ''],
      ['1', 'A'],
      ['2', 'A › C'],
      ['3', 'A › B'],
      ['4', ''],
    ])
  })

  it('of real size is read whole, with any line ends, each page once', () => {
    const text = largeIndex().replace('\ufeff', '')
    const entries = parseIndex(text, BASE)
    expect(entries).toHaveLength(1507)
    expect(parseIndex(text.replaceAll('\r\n', '\r'), BASE)).toEqual(entries)
    expect(new Set(entries.map(({ url }) => url)).size).toBe(entries.length)
  })

  it('that is hostile takes no time and little memory', () => {
    const line = `- [${'\\['.repeat(4000)}](${'('.repeat(1000)}`
    const text = [
      ...Array(200).fill(line),
      `- [a](/${'b'.repeat(100_000)})`,
      largeIndex(30_000),
    ].join('\n')
    const before = performance.now()
    expect(parseIndex(text, BASE)).toHaveLength(20_000)
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})
