import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { withFewMistakes } from '../../src/tool-call/few-mistakes.ts'

const input = z.object({ names: z.array(z.string()), count: z.number() })
const of = <T>(length: number, one: T) => Array.from({ length }, () => one)

describe('a long list of arguments', () => {
  it('ends after some mistakes', () => {
    const names = [...of(2000, 'a'), ...of(500_000, 1)]
    expect(withFewMistakes(input, { names, count: 1 }, 20)).toEqual({
      names: names.slice(0, 2020),
      count: 1,
    })
  })

  it.each([
    [{ names: of(5000, 'a') }],
    [{ names: of(900, 1) }],
    [{ names: [...of(5000, 'a'), ...of(19, 1)] }],
    [{ other: of(5000, 1) }],
    [{ names: 'a' }],
    ['a'],
    [undefined],
  ])('is left as it is otherwise: %#', (args) => {
    expect(withFewMistakes(input, args, 20)).toBe(args)
  })
})
