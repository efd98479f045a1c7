import { expect, it } from 'vitest'
import { maskTokens } from '../../../src/app/install/mask-token.ts'
import { showChange } from '../../../src/app/install/show-change.ts'

it.each([
  ['a new file', '', '{\n}\n', '@@ line 1 @@\n+{\n+}'],
  ['lines in the middle', 'a\nb\nc\n', 'a\nB\nB2\nc\n', '@@ line 2 @@\n-b\n+B\n+B2'],
  ['lines at the end', 'a\r\n', 'a\r\nb\r\n', '@@ line 2 @@\n+b'],
  ['lines that go', 'a\nb\na\nb\n', 'a\nb\n', '@@ line 3 @@\n-a\n-b'],
])('shows %s', (_, before, after, shown) => {
  expect(showChange(before, after)).toBe(shown)
})

it('shows only what changes of a long line, which may hold secrets of other servers', () => {
  const others = `{"mcpServers":{"a":{"env":{"KEY":"secret-of-another-server"}},"b":{"args":["${'x'.repeat(99)}"]}`
  const shown = showChange(`${others}}}`, `${others}, "apify": {}}}`)
  expect(shown).toBe(`@@ character ${others.length + 1} @@\n+…, "apify": {}…`)
})

it('masks tokens as they are and as JSON writes them', () => {
  expect(maskTokens('a=apify_api_0123456789abcdef', ['apify_api_0123456789abcdef'])).toBe(
    'a=****cdef',
  )
  expect(maskTokens('short', ['short', undefined, ''])).toBe('****')
})
