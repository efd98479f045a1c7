import fc from 'fast-check'

/** Texts that break naive code: torn surrogates, separators, forged markers, long runs. */
const SCRAPS = [
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
  .array(fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ unit: 'binary' }), fc.lorem()), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))

const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'note', 'next', '#hidden', 'a.b', '…'),
)

/** Any JSON value, of the kinds that rows and records are made of. */
export const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
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

/** The monsters: each alone exceeds a budget, or a naive reader's stack or memory. */
export const MONSTERS: Record<string, unknown> = {
  'one 5 MB string': 'The ferry leaves at dawn. '.repeat(200_000),
  '5,000 fields': Object.fromEntries(times(5000, (i) => [`field ${i}`, i % 3 ? i : `${i}`])),
  'nesting 400 deep': nested(400),
  'a long array': times(30_000, (i) => [i, { i }]),
  'long names': Object.fromEntries(times(30, (i) => [`${'name '.repeat(500)}${i}`, i])),
  'torn surrogates': '\ud83d \udc00'.repeat(20_000),
  'keys of the language': JSON.parse('{"__proto__":{"admin":true},"constructor":[],"toString":1}'),
}

/** A row: its own fields after its number, sometimes empty, rarely a monster. */
export const row = fc.oneof(
  { weight: 30, arbitrary: fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }) },
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...Object.values(MONSTERS)).map((monster) => ({ monster })),
  },
)
