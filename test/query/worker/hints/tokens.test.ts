import { describe, expect, it } from 'vitest'
import { cleanStatement, explainParameters } from '../../../../src/query/worker/hints/index.ts'
import { tokenize } from '../../../../src/query/worker/hints/tokens.ts'
import { TABLES } from './products.ts'

describe('tokens', () => {
  it.each<[string, string[]]>([
    ["SELECT 'it''s' -- a\n, 1.5e3", ['word:select', "string:it's", 'operator:,', 'number:1.5e3']],
    ['"a""b" `c` [d e]', ['name:a"b', 'name:c', 'name:d e']],
    [
      'tags[0] + [x]',
      ['word:tags', 'operator:[', 'number:0', 'operator:]', 'operator:+', 'name:x'],
    ],
    ['/* never closed ILIKE', []],
    ["'never closed", ['open:never closed']],
    ['a->>b::int', ['word:a', 'operator:->>', 'word:b', 'operator:::', 'word:int']],
    [
      '@type #error $id :x ?',
      ['parameter:@type', 'parameter:#error', 'parameter:$id', 'parameter::x', 'parameter:?'],
    ],
    ['a #>> b @> c', ['word:a', 'operator:#>>', 'word:b', 'operator:@>', 'word:c']],
    ['x!~*y<=>z', ['word:x', 'operator:!~*', 'word:y', 'operator:<=>', 'word:z']],
    ['čaj_1 😀', ['word:čaj_1', 'word:😀']],
    ['a\0b', ['word:a', 'operator:\0', 'word:b']],
    [
      '.5 0x1F 1_000 i.x',
      ['number:.5', 'number:0x1F', 'number:1_000', 'word:i', 'operator:.', 'word:x'],
    ],
  ])('%j', (sql, tokens) => {
    expect(tokenize(sql).map(({ kind, value }) => `${kind}:${value}`)).toEqual(tokens)
  })

  it('takes any text, in time linear in it', () => {
    for (const text of [
      "'",
      '"',
      '/*',
      '--',
      '[',
      '(',
      '\\',
      '\u0000',
      '::',
      '-- \n',
      "''",
      '/**/',
    ]) {
      tokenize(text.repeat(200_000))
    }
  })
})

describe('a Markdown fence', () => {
  it.each<[string, string]>([
    ['```sql\nSELECT 1;\n```', 'SELECT 1;'],
    ['```\nSELECT 1\n```\n', 'SELECT 1'],
    ['  ```SQL\r\nSELECT 1\r\n```', 'SELECT 1'],
    ['~~~sql\nSELECT 1\n~~~', 'SELECT 1'],
    ['```SELECT 1```', 'SELECT 1'],
    ['```sql\nSELECT 1', 'SELECT 1'],
    ['````sql\nSELECT `a`\n````', 'SELECT `a`'],
    ["```sql\nSELECT '```'\n```", "SELECT '```'"],
    ['SELECT `a` FROM items', 'SELECT `a` FROM items'],
    ['`SELECT 1`', '`SELECT 1`'],
    ["SELECT '```sql\n1\n```'", "SELECT '```sql\n1\n```'"],
    ['\ufeffSELECT 1', 'SELECT 1'],
    ['SELECT 1;', 'SELECT 1;'],
    ['', ''],
  ])('%j becomes %j', (sql, clean) => {
    expect(cleanStatement(sql)).toBe(clean)
  })

  it('is looked for in time linear in the text', () => {
    for (const text of ['```', '`', '~~~', '```\n', ' ', '\n', '```sql\n']) {
      cleanStatement(text.repeat(100_000))
      cleanStatement(`\`\`\`sql\n${text.repeat(100_000)}x`)
    }
  })
})

describe('parameters', () => {
  it.each<[string, string[], RegExp]>([
    [
      'SELECT @type FROM items',
      ['@type'],
      /`@type`.*is a parameter.*Write the column as "@type"\.$/,
    ],
    ['SELECT #error FROM items', ['#error'], /Write a column as "#error"\. .*`fields` must name/],
    ['SELECT $id FROM items', ['$id'], /Write the column as id\.$/],
    ['SELECT :x FROM items', [':x'], /Write a column as ":x", or the value itself/],
    ['SELECT * FROM items WHERE id = ?', [], /`\?`.*Write the value itself in place of `\?`/],
    ['SELECT * FROM items WHERE id = ?1', ['?1'], /in place of `\?1`/],
    ['SELECT $$abc$$', ['$$abc$$'], /single quotes/],
    [
      'SELECT @type, $id, @nope',
      ['@type', '$id', '@nope'],
      /`@type`, `\$id`, `@nope`.*are parameters/,
    ],
    ['SELECT \'@b\', "#c", @a -- :d', ['@a'], /^`@a` without/],
  ])('%s', (sql, names, pattern) => {
    const { happened, remedy } = explainParameters(sql, names, TABLES)
    expect(`${happened} ${remedy}`).toMatch(pattern)
  })

  it('names few of many', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `@${'x'.repeat(1000)}${i}`)
    const { happened, remedy } = explainParameters(`SELECT ${names.join(', ')}`, names, TABLES)
    expect(happened).toContain('and 995 more')
    expect(happened.length + remedy.length).toBeLessThan(1500)
  })
})
