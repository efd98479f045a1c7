import { type Secret, wholeOf } from './secrets.ts'

export const COUNT = 'SELECT count(*) FROM items'
export const ENDLESS =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

/** Returns rows with a secret wherever there is a text, in each spelling that JSON has. */
export function planted(secret: Secret): string {
  const text = wholeOf(secret)
  const escaped = [...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')
  const row = {
    id: 1,
    text: `a ${text} b`,
    [text]: text,
    '#hidden': text,
    nested: [{ [text]: text }],
  }
  return [
    JSON.stringify(row),
    `{"id":2,"text":"${escaped}","${escaped}":{"${escaped}":"${escaped}"},"nested":["${escaped}"]}`,
    JSON.stringify(text),
    '',
  ].join('\n')
}

/** Returns a row with so many fields that those with a secret have no column of their own. */
export function plantedWide(secret: Secret): string {
  const fields = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}`, i]))
  return `${JSON.stringify({ ...fields, [`z${wholeOf(secret)}`]: wholeOf(secret) })}\n`
}

/** What somebody asks who guesses a part of a secret. Each counts what holds it. */
export const GUESSES: Record<string, (guess: string) => string> = {
  LIKE: (guess) => `${COUNT} WHERE text LIKE '%${guess}%' OR nested LIKE '%${guess}%'`,
  GLOB: (guess) => `${COUNT} WHERE text GLOB '*${guess}*' OR _value GLOB '*${guess}*'`,
  REGEXP: (guess) => `${COUNT} WHERE text REGEXP '(?i)${guess}'`,
  instr: (guess) => `${COUNT} WHERE instr(text, '${guess}') OR instr("#hidden", '${guess}')`,
  hex: (guess) => `${COUNT} WHERE hex(text) LIKE '%' || hex('${guess}') || '%'`,
  reverse: (guess) => `${COUNT} WHERE instr(reverse(text), reverse('${guess}'))`,
  keys: (guess) =>
    `SELECT count(*) FROM items, json_tree(nested) t WHERE t.key LIKE '%${guess}%' OR t.atom LIKE '%${guess}%' OR t.fullkey LIKE '%${guess}%'`,
  columns: (guess) => `SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%${guess}%'`,
  'full text': (guess) =>
    `SELECT count(*) FROM items_fts WHERE items_fts MATCH '"${guess}" OR "${guess}"*'`,
}

/** Statements that repeat a word of their own. */
export const ECHOES: Record<string, (word: string) => string> = {
  'an unknown column': (word) => `SELECT "${word}" FROM items`,
  'an unknown table': (word) => `SELECT 1 FROM "${word}"`,
  'an unknown function': (word) => `SELECT "${word}"(1)`,
  'a name of a result': (word) => `SELECT 1 AS "${word}"`,
  'a cut name of a result': (word) => `SELECT 1 AS "${'n'.repeat(185)}${word}"`,
  'an expression as a name': (word) => `SELECT '${word}' || 1, length('${word}')`,
  'a parameter': (word) => `SELECT $x, '${word}'`,
  'a path': (word) => `SELECT text."${word}" FROM items`,
  'a note': (word) => `SELECT 1 FROM items WHERE text = NULL AND id < '${word}'`,
  'a pattern': (word) => `SELECT 'a' REGEXP '(${word}'`,
  'a flag': (word) => `SELECT regexp_like('a', 'a', '${word}')`,
  'a value': (word) => `SELECT stddev('${word}')`,
  'a word behind the end': (word) => `SELECT 1; SELECT "${word}"`,
  'a search': (word) => `SELECT * FROM items_fts('"${word}')`,
  'a JSON path': (word) => `SELECT json_extract('{}', '${word}')`,
}

/** Statements that reach for something else than rows. */
export const REFUSED = [
  "ATTACH 'file:/etc/passwd' AS x",
  "VACUUM INTO '/tmp/x'",
  'PRAGMA database_list',
  'SELECT * FROM pragma_database_list',
  "SELECT * FROM pragma_table_info('items')",
  'SELECT * FROM sqlite_dbpage',
  'SELECT * FROM dbstat',
  'SELECT * FROM sqlite_stmt',
  'SELECT * FROM items_fts_data',
  "SELECT load_extension('x')",
  "SELECT readfile('/etc/passwd')",
  "SELECT writefile('/tmp/x', 'x')",
  "SELECT fts3_tokenizer('simple')",
  'DELETE FROM items',
  'CREATE TABLE x AS SELECT 1',
  'WITH x AS (SELECT 1) DELETE FROM items',
  'EXPLAIN SELECT 1',
  'SELECT 1; DROP TABLE items',
  'BEGIN',
  ' ; -- nothing',
]

export const many = (text: string, count: number) => Array(count).fill(text).join(', ')

/** Statements that take much, and what is said about them. */
export const GREEDY: Record<string, [sql: string, says: RegExp]> = {
  'a sort of all pairs': [
    'SELECT a.seller FROM items a, items b ORDER BY a.seller || b.name, random()',
    /memory|longer/,
  ],
  'an array of all pairs': [
    'SELECT array_agg(a.seller) FROM items a, items b',
    /characters|longer/,
  ],
  'one text of all pairs': [
    'SELECT group_concat(a.seller || b.seller) FROM items a, items b',
    /longer|memory/,
  ],
  'a row of 900 long texts': [
    `SELECT ${many('x', 900)} FROM (SELECT hex(zeroblob(50000)) AS x)`,
    /longer|memory/,
  ],
  'a function of 400 long texts': [
    `SELECT greatest(${many('hex(zeroblob(1000000))', 400)})`,
    /more than|memory/,
  ],
  'a function of 30 BLOBs': [`SELECT greatest(${many('zeroblob(15000000)', 30)})`, /than|memory/],
  'a text of which each letter grows': [
    `SELECT regexp_replace(hex(zeroblob(200000)), '0', '${'x'.repeat(5000)}', 'g')`,
    /more than|longer/,
  ],
  'a statement of a megabyte': [`SELECT '${'x'.repeat(1_000_000)}'`, /longer than 100000 bytes/],
  'JSON that is nested too deeply': [`SELECT json('${'['.repeat(45_000)}')`, /JSON/],
}
