import { expect, it } from 'vitest'
import { inPieces } from '../../src/untrusted/in-pieces.ts'
import { stream } from '../support/fake-storages.ts'

const MAX_BYTES = 1000

async function piecesOf(chunks: Buffer[]): Promise<Buffer[]> {
  const pieces: Buffer[] = []
  for await (const parts of inPieces(stream(chunks), MAX_BYTES)) pieces.push(Buffer.concat(parts))
  return pieces
}

it.each([1, 7, 100, 999, 1000, 1001, 50_000])(
  'pieces are the whole, in chunks of %d',
  async (size) => {
    const all = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251))
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
      all.subarray(i * size, (i + 1) * size),
    )
    const pieces = await piecesOf(chunks)
    expect(Buffer.concat(pieces).equals(all)).toBe(true)
    for (const { length } of pieces) expect(length).toBeLessThanOrEqual(MAX_BYTES)
    // The first chunk waits for no other, and later ones are joined.
    expect(pieces[0]?.length).toBe(Math.min(size, MAX_BYTES))
    expect(pieces.length).toBeLessThan(100 + all.length / MAX_BYTES)
  },
)

it('nothing has no pieces', async () => {
  expect(await piecesOf([])).toEqual([])
  expect(await piecesOf([Buffer.alloc(0)])).toEqual([])
})
