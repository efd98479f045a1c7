import { describe, expect, it } from 'vitest'
import { readBytes } from '../../src/shared/read-bytes.ts'
import { stream } from '../support/fake-storages.ts'

describe('readBytes', () => {
  it.each([
    [6, 'abcdef', true],
    [5, 'abcde', false],
    [0, '', false],
  ])('reads at most %i bytes', async (maxBytes, text, whole) => {
    const chunks = stream(['abc', 'def'].map((chunk) => Buffer.from(chunk)))
    const { bytes, ...rest } = await readBytes(chunks, maxBytes)
    expect({ text: bytes.toString(), ...rest }).toEqual({ text, whole })
  })
})
