import { describe, expect, it } from 'vitest'
import { isIdLike, otherMeaning, plainHandle, toHandle } from '../../src/shared/handles.ts'

describe('a text that names something', () => {
  it.each([
    ['mine', '~mine'],
    ['my-data.set_2', '~my-data.set_2'],
    ['HG7ML7M8z78YcAPEB', 'HG7ML7M8z78YcAPEB'],
    ['financialreports', '~financialreports'],
    ['financialreports1', 'financialreports1'],
    ['financial-report1', '~financial-report1'],
    ['user/name', 'user/name'],
    ['user~name', 'user~name'],
    ['~name', '~name'],
    ['..', '..'],
    ['a b', 'a b'],
    ['', ''],
    ['a'.repeat(63), `~${'a'.repeat(63)}`],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('%j is sent as %j', (text, handle) => {
    expect(toHandle(text)).toBe(handle)
    expect(toHandle(handle)).toBe(handle)
  })

  it.each([
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
