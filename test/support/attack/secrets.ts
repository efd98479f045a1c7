import { expect } from 'vitest'

/** A token that the author of an Actor left in its data: its form tells what it is. */
const PLANTED = {
  name: 'a planted token',
  kind: 'apify_api_',
  hidden: 'PlntdByWhoWroteTheActr0123456789',
}
/** The token that calls are made with. It has no form, so only its value tells. */
export const OWN = {
  name: 'the token of the call',
  kind: '',
  hidden: 'own-token.of_the~Operator-0123456789',
}
export const SECRETS = [PLANTED, OWN]
export type Secret = typeof PLANTED

export function wholeOf({ kind, hidden }: Secret): string {
  return kind + hidden
}

/** As many letters of a secret in a row tell something. */
const TELLING = 6

/** Expects that a text has no telling part of a secret, in any case or as hex. */
export function expectHidden(answer: unknown, { hidden }: Secret, what: string): void {
  const text = JSON.stringify(answer).toLowerCase()
  for (let at = 0; at + TELLING <= hidden.length; at++) {
    const part = hidden.slice(at, at + TELLING).toLowerCase()
    for (const spelling of [part, Buffer.from(part).toString('hex')]) {
      const found = text.indexOf(spelling)
      expect(text.slice(Math.max(0, found - 60), found + 60), `${what}: ${part}`).not.toContain(
        spelling,
      )
    }
  }
}

/** Stands before each secret in the texts below, and after it. */
export const BEFORE = 'twenty letters here '
const AFTER = ' and what follows it.'

/** Returns a text with a secret in it. */
export function around(secret: Secret): string {
  return BEFORE + wholeOf(secret) + AFTER
}

/** Returns how many characters apart the places are that a case tries: each one is tried at two doors. */
export function stepAt({ name }: { name: string }): number {
  return /stdio, 2025|HTTP, 2026/.test(name) ? 1 : 7
}
