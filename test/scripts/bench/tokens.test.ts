import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, it } from 'vitest'
import { countParts } from '../../../scripts/bench/tokens.ts'

it('counts what a model sees of tools, and everything else in the answer', () => {
  const seen = { name: 'get_run', description: 'Shows a run.', inputSchema: { type: 'object' } }
  const hidden = {
    title: 'Run',
    outputSchema: { type: 'object' },
    annotations: {},
    _meta: { a: 1 },
  }
  const answer = { tools: [{ ...hidden, ...seen }], ttlMs: 1000 }
  const [shown, rest] = countParts(answer)
  expect(shown).toBe(encode(JSON.stringify([seen])).length)
  expect(shown + rest).toBe(encode(JSON.stringify(answer)).length)
  expect(countParts({ tools: [{ ...seen, icons: [{ src: 'data:,x' }] }] })[0]).toBe(shown)
})
