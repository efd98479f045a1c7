/** Places in a number of JSON, from its start on. */
const STATES = ['start', 'minus', 'zero', 'integer', 'point', 'fraction', 'e', 'sign', 'exponent']
type Char = '-' | '+' | '.' | 'e' | '0' | '1'

/** Where a character leads to; `1` stands for the digits from 1 to 9 (RFC 8259, section 6). */
const NEXT: Record<string, Partial<Record<Char, string>>> = {
  start: { '-': 'minus', '0': 'zero', '1': 'integer' },
  minus: { '0': 'zero', '1': 'integer' },
  zero: { '.': 'point', e: 'e' },
  integer: { '0': 'integer', '1': 'integer', '.': 'point', e: 'e' },
  point: { '0': 'fraction', '1': 'fraction' },
  fraction: { '0': 'fraction', '1': 'fraction', e: 'e' },
  e: { '-': 'sign', '+': 'sign', '0': 'exponent', '1': 'exponent' },
  sign: { '0': 'exponent', '1': 'exponent' },
  exponent: { '0': 'exponent', '1': 'exponent' },
}
const COMPLETE = ['zero', 'integer', 'fraction', 'exponent']

/** Stands for a character that ends a number. */
export const NUMBER_END = 15
/** Stands for a character that makes a number invalid. */
export const NUMBER_INVALID = 14

const IS_COMPLETE = STATES.map((state) => COMPLETE.includes(state))

const WIDTH = 256
/** For each state and each byte, the next state. */
const TABLE = new Uint8Array(STATES.length * WIDTH)

for (const [state, name] of STATES.entries()) {
  TABLE.fill(NUMBER_END, state * WIDTH, (state + 1) * WIDTH)
  for (const char of '+-.eE0123456789') {
    const kind = /[1-9]/.test(char) ? '1' : char.toLowerCase()
    const next = Object.entries(NEXT[name] ?? {}).find(([one]) => one === kind)?.[1]
    TABLE[state * WIDTH + char.charCodeAt(0)] = next ? STATES.indexOf(next) : NUMBER_INVALID
  }
}

/** Returns the state of a number after one more byte; 0 is the state before the first. */
export function nextNumberState(state: number, byte: number): number {
  return TABLE[state * WIDTH + byte] ?? NUMBER_INVALID
}

/** Returns whether a number may end in a state. */
export function isNumberComplete(state: number): boolean {
  return IS_COMPLETE[state] === true
}
