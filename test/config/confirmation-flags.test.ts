import { describe, expect, it } from 'vitest'
import {
  type ConfirmationConfig,
  confirmationConfig,
  readConfirmationConfig,
} from '../../src/config/confirmation-flags.ts'
import { UsageError } from '../../src/config/usage-error.ts'

describe('the flags for confirmation', () => {
  it.each<[names: string[] | undefined, fallback: string | undefined, ConfirmationConfig?]>([
    [undefined, undefined, undefined],
    [['paid'], undefined, { kinds: ['paid'], fallback: 'refuse' }],
    [['paid', 'write'], 'refuse', { kinds: ['paid', 'write'], fallback: 'refuse' }],
    [['write'], 'allow', { kinds: ['write'], fallback: 'allow' }],
  ])('%j with fallback %j', (names, fallback, expected) => {
    expect(confirmationConfig(names, fallback)).toEqual(expected)
    const flags = new Map<string, string>()
    if (names) flags.set('confirm', names.join(','))
    if (fallback) flags.set('confirm-fallback', fallback)
    expect(readConfirmationConfig(flags)).toEqual(expected)
  })

  it.each<[names: string[] | undefined, fallback: string | undefined, message: string]>([
    [['paid', 'free'], undefined, '--confirm takes paid, write or both, not "free".'],
    [['paid'], 'ask', '--confirm-fallback takes refuse or allow, not "ask".'],
    [undefined, 'ask', '--confirm-fallback takes refuse or allow, not "ask".'],
    [undefined, 'allow', '--confirm-fallback works with --confirm only.'],
  ])('reject %j with fallback %j', (names, fallback, message) => {
    expect(() => confirmationConfig(names, fallback)).toThrow(UsageError)
    expect(() => confirmationConfig(names, fallback)).toThrow(message)
  })
})
