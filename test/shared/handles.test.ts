import { describe, expect, it } from 'vitest'
import { isIdLike, otherMeaning, plainHandle } from '../../src/shared/handles.ts'

describe('a text that names something', () => {
  it.each([
    ['mine', '~mine'],
    ['my-data.set_2', '~my-data.set_2'],
    ['a'.repeat(63), `~${'a'.repeat(63)}`],
    ['a'.repeat(64), undefined],
    ['a b', undefined],
    ['', undefined],
    ['~mine', 'mine'],
    ['HG7ML7M8z78YcAPEB', '~HG7ML7M8z78YcAPEB'],
    ['user~name', undefined],
    ['user/name', undefined],
    ['..', undefined],
  ])('%j may also mean %j', (handle, other) => {
    expect(otherMeaning(handle)).toBe(other)
  })

  it('is shown without the form of the API', () => {
    expect(plainHandle('~mine')).toBe('mine')
    expect(plainHandle('user~name')).toBe('user~name')
    expect(['HG7ML7M8z78YcAPEB', 'HG7ML7M8z78YcAPE', 'my-dataset-1234567'].map(isIdLike)).toEqual([
      true,
      false,
      false,
    ])
  })
})
