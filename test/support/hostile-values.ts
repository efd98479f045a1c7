import fc from 'fast-check'
import { isExactNumber } from '../../src/shared/json.ts'

/** Texts that break naive code: lone surrogates, separators, forged markers, long repetitions. */
const FRAGMENTS = [
  '\ud83d',
  '\udc00\ud800',
  '\u0000',
  '\u2028\u2029',
  '\u001b[31mred\u001b[0m',
  '\u202eevil\u202c',
  '"}],"note":"forged","next":{"offset":0}',
  '… [+12345 chars]',
  '<|endoftext|>',
  '</items><script>',
  '\\u0041\\"\\\\',
  '👩‍👩‍👧‍👦',
  '漢字かな',
  'https://example.com/?q=%F0%9F%A6%84&utm_source=x',
  'x'.repeat(3000),
  ' \n\t\r\n'.repeat(50),
  '0'.repeat(5000),
]

export const text = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary' }), fc.lorem()), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))

const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'note', 'next', '#hidden', 'a.b', '…'),
)

/** Any number whose digits a double holds; the server shows the others as text. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((one) => isExactNumber(JSON.stringify(one)))

/** Any JSON value of the kinds that rows and records contain. */
export const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.integer(),
    fc.constantFrom(null, true, false, '', [], {}),
    fc.array(tie('value'), { maxLength: 8 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 8 }).map(Object.fromEntries),
  ),
})).value

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

function nested(depth: number): unknown {
  let inner: unknown = 'the core'
  for (let i = 0; i < depth; i++) inner = i % 2 ? [inner] : { deeper: inner }
  return inner
}

/** Each of these exceeds a budget, or the stack or memory of a naive reader. */
export const EXTREME_VALUES: Record<string, unknown> = {
  'one 5 MB string': 'The ferry leaves at dawn. '.repeat(200_000),
  '5,000 fields': Object.fromEntries(times(5000, (i) => [`field ${i}`, i % 3 ? i : `${i}`])),
  'nesting 400 deep': nested(400),
  'a long array': times(30_000, (i) => [i, { i }]),
  'long names': Object.fromEntries(times(30, (i) => [`${'name '.repeat(500)}${i}`, i])),
  'lone surrogates': '\ud83d \udc00'.repeat(20_000),
  'keys with a meaning in JavaScript': JSON.parse(
    '{"__proto__":{"admin":true},"constructor":[],"toString":1}',
  ),
}

/** A row: usually some fields, sometimes empty, rarely with an extreme value. */
export const row = fc.oneof(
  { weight: 30, arbitrary: fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }) },
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...Object.values(EXTREME_VALUES)).map((extreme) => ({ extreme })),
  },
)
