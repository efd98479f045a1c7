import { expect, test } from 'vitest'
import { withoutAnsi } from '../../../../src/local/runs/log/read-log.ts'

test.each<[pieces: string[], text: string]>([
  [['\u001b[31mred\u001b[39m\n'], 'red\n'],
  [['\u001b[3', '1mred\u001b[39', 'm\nnext'], 'red\nnext'],
  [['plain', ' text'], 'plain text'],
  [[], ''],
])('colours are removed from %j', async (pieces, text) => {
  async function* log() {
    yield* pieces
  }
  let shown = ''
  for await (const part of withoutAnsi(log())) shown += part
  expect(shown).toBe(text)
})
