import { describe, expect, it } from 'vitest'
import { headingAt, titleOf } from '../../src/docs-search/page-text.ts'

describe('the title of a page', () => {
  it.each<[text: string, title: string | undefined]>([
    ['---\ntitle: "A: b"\n---\n# C', 'A: b'],
    ["---\nurl: x\ntitle: 'A'\n---\n", 'A'],
    ['---\nurl: x\n---\n\n## B\n\n# `C` *d* [e](/f)\n', 'C d e'],
    ['```\n# no\n```\n# Yes', 'Yes'],
    ['no heading', undefined],
    ['---\ntitle: A\nno end', undefined],
    ['', undefined],
  ])('of %j is %j', (text, title) => {
    expect(titleOf(text)).toBe(title)
  })
})

describe('the heading of a fragment', () => {
  const TEXT = [
    '# Memory & CPU',
    '```js',
    '## In code',
    '~~~',
    '```',
    '## `Actor.call()` and [link](/x)',
    '### Own {#own-Id}',
    '## Same',
    '## Same ##',
    '## Größe 日本',
    '~~~',
    '## After an open fence',
  ].join('\n')

  it.each<[fragment: string, line: string | undefined]>([
    ['memory--cpu', '# Memory & CPU'],
    ['actorcall-and-link', '## `Actor.call()` and [link](/x)'],
    ['own-id', '### Own {#own-Id}'],
    ['OWN-ID', '### Own {#own-Id}'],
    ['same', '## Same'],
    ['same-1', '## Same ##'],
    ['größe-日本', '## Größe 日本'],
    ['in-code', undefined],
    ['after-an-open-fence', undefined],
    ['', undefined],
  ])('%j is %j', (fragment, line) => {
    const at = headingAt(TEXT, fragment)
    expect(at === undefined ? undefined : TEXT.slice(at).split('\n')[0]).toBe(line)
  })

  it('is looked for in any text without delay', () => {
    const before = performance.now()
    for (const text of [
      '#'.repeat(1e6),
      '# '.repeat(1e6),
      '```\n'.repeat(3e5),
      `# a${' '.repeat(1e6)}b`,
    ])
      headingAt(text, 'a')
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})
