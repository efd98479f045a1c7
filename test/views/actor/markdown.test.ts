import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Block, readMarkdown, readSpans } from '../../../src/views/actor/markdown.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const text = (value: string) => ({ kind: 'text', text: value })

it('reads headings, paragraphs, lists, code and tables', () => {
  const markdown = [
    ...['# Title #', 'One', 'paragraph.', '', '- a', '  more', '2. b', ''],
    ...['```js', '# no heading', '```', '| a | b |', '| - | - |', 'End'],
  ]
  expect(readMarkdown(markdown.join('\n'))).toEqual([
    { kind: 'heading', spans: [text('Title')] },
    { kind: 'paragraph', spans: [text('One paragraph.')] },
    { kind: 'list', items: [[text('a more')], [text('b')]] },
    { kind: 'code', text: '# no heading' },
    { kind: 'code', text: '| a | b |\n| - | - |' },
    { kind: 'paragraph', spans: [text('End')] },
  ])
})

it('reads code, bold text and links in a line, images as links, and leaves HTML as text', () => {
  expect(readSpans('a `b` **c** [d](https://e.f) ![](g.png) <img onerror=x>')).toEqual([
    text('a '),
    { kind: 'code', text: 'b' },
    text(' '),
    { kind: 'strong', text: 'c' },
    text(' '),
    { kind: 'link', text: 'd', url: 'https://e.f' },
    text(' '),
    { kind: 'link', text: 'g.png', url: 'g.png' },
    text(' <img onerror=x>'),
  ])
})

const wordsOf = (value: string) => value.replace(/[^a-z]/g, '')
const textOf = (block: Block) => {
  if (block.kind === 'code') return block.text
  const spans = block.kind === 'list' ? block.items.flat() : block.spans
  return spans.map((span) => span.text).join('')
}

it('loses no word of a text without links and fences', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', '\n', '# ', '- ', '| ', '**', '`', ' ', '1. ')),
      (parts) => {
        const markdown = parts.join('')
        fc.pre(!markdown.includes('```'))
        expect(wordsOf(readMarkdown(markdown).map(textOf).join(''))).toBe(wordsOf(markdown))
      },
    ),
    propertyRuns(100),
  )
})

it('reads an unclosed fence and a text of many brackets to the end', () => {
  expect(readMarkdown('```\na')).toEqual([{ kind: 'code', text: 'a' }])
  const hostile = `${'['.repeat(100_000)}\n${'[a]('.repeat(50_000)}\n${'**'.repeat(50_000)}`
  expect(readMarkdown(hostile)).toHaveLength(1)
})
