const repeat = (text: string, count: number) => text.repeat(count)

/** Statements that are too large or too deep, and what the answer says about them. */
export const TOO_LARGE: Record<string, { sql: string; says: RegExp }> = {
  'a statement of a million bytes': { sql: `SELECT '${repeat('x', 1e6)}'`, says: /longer/ },
  'brackets in brackets': {
    sql: `SELECT ${repeat('(', 20_000)}1${repeat(')', 20_000)}`,
    says: /Recursion limit/,
  },
  'NOT before NOT': { sql: `SELECT ${repeat('NOT ', 20_000)}1`, says: /Recursion limit/ },
  'a sum of thousands': { sql: `SELECT 1${repeat(' + 1', 20_000)}`, says: /too large/ },
  'functions in functions': {
    sql: `SELECT ${repeat('abs(', 600)}1${repeat(')', 600)}`,
    says: /Recursion limit|too large/,
  },
  'subqueries in subqueries': {
    sql: `SELECT * FROM ${repeat('(SELECT * FROM ', 3000)}items${repeat(')', 3000)}`,
    says: /Recursion limit|too deep|too large/,
  },
  'expressions of subqueries': {
    sql: `SELECT ${repeat('(SELECT ', 200)}1${repeat(')', 200)}`,
    says: /too large/,
  },
  'ten thousand queries in one': {
    sql: Array.from({ length: 10_000 }, () => 'SELECT 1').join(' UNION '),
    says: /too many terms|longer/,
  },
  'a thousand queries in one': {
    sql: Array.from({ length: 1000 }, () => 'SELECT 1').join(' UNION ALL '),
    says: /too many terms/,
  },
  'a query that doubles itself': {
    sql: `WITH a0 AS (SELECT 1 AS x)${Array.from({ length: 25 }, (_, i) => `, a${i + 1} AS (SELECT x FROM a${i} UNION ALL SELECT x FROM a${i})`).join('')} SELECT count(*) FROM a25`,
    says: /too deep/,
  },
  'a join of a hundred tables': {
    sql: `SELECT 1 FROM ${Array.from({ length: 100 }, (_, i) => `items t${i}`).join(', ')}`,
    says: /64 tables/,
  },
  'thousands of columns': {
    sql: `SELECT ${Array.from({ length: 3000 }, () => '1').join(', ')}`,
    says: /too many columns/,
  },
  'thousands of arguments': {
    sql: `SELECT max(${Array.from({ length: 3000 }, () => '1').join(', ')})`,
    says: /too many arguments/,
  },
  'a parameter with a large number': { sql: 'SELECT ?999999999', says: /variable number/ },
  'a LIKE pattern of wildcards': {
    sql: `SELECT count(*) FROM items WHERE name LIKE '${repeat('%a', 20_000)}'`,
    says: /pattern too complex/,
  },
  'a GLOB pattern of wildcards': {
    sql: `SELECT count(*) FROM items WHERE name GLOB '${repeat('*?', 20_000)}'`,
    says: /pattern too complex/,
  },
  'a full text search in brackets': {
    sql: `SELECT * FROM items_fts('${repeat('(', 5000)}tea${repeat(')', 5000)}')`,
    says: /stack overflow|too large/,
  },
  'a full text search of NOT': {
    sql: `SELECT * FROM items_fts('${repeat('tea NOT ', 5000)}tea')`,
    says: /too large/,
  },
  'a BLOB of a gigabyte': { sql: 'SELECT length(zeroblob(999999999))', says: /longer than one/ },
  'a random BLOB of a gigabyte': { sql: 'SELECT randomblob(999999999)', says: /longer than one/ },
  'a width of a gigabyte': { sql: "SELECT printf('%1000000000d', 1)", says: /longer than one/ },
  'a precision of a gigabyte': { sql: "SELECT format('%.999999999f', 1)", says: /longer than one/ },
  'a text that replaces itself': {
    sql: "SELECT replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000)))",
    says: /longer than one/,
  },
  'a text that doubles itself': {
    sql: "WITH RECURSIVE x(t) AS (SELECT 'ab' UNION ALL SELECT t || t FROM x) SELECT max(length(t)) FROM x",
    says: /longer than one|memory/,
  },
  'rows that are joined to one text': {
    sql: 'SELECT group_concat(a.seller || a.seller || b.seller) FROM items a, items b',
    says: /longer than one|memory/,
  },
  'rows that become one JSON': {
    sql: 'SELECT json_group_array(a.seller || b.seller) FROM items a, items b',
    says: /longer than one|memory/,
  },
  'JSON of JSON of JSON': {
    sql: `WITH RECURSIVE x(j) AS (SELECT '[1]' UNION ALL SELECT json_array(json(j), json(j), j) FROM x) SELECT max(length(j)) FROM x`,
    says: /longer than one|memory/,
  },
  'a sort of all pairs': {
    sql: 'SELECT a.seller FROM items a, items b ORDER BY a.seller || b.name, random()',
    says: /memory/,
  },
  'groups of all pairs': {
    sql: 'SELECT a.name || b.name || a.seller AS x, count(*) FROM items a, items b GROUP BY x',
    says: /memory/,
  },
  'all pairs, each once': {
    sql: 'SELECT DISTINCT a.name, b.seller, a._row, b._row FROM items a, items b ORDER BY 1',
    says: /memory/,
  },
  'a window over all pairs': {
    sql: 'SELECT sum(a.price) OVER (PARTITION BY a.seller || b.name || b.seller) FROM items a, items b',
    says: /memory/,
  },
  'JSON that is too deep': {
    sql: `SELECT json('${repeat('[', 40_000)}${repeat(']', 40_000)}')`,
    says: /JSON/,
  },
}

/** Statements that would never end. */
export const ENDLESS: Record<string, string> = {
  'a recursion':
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
  'a recursion that gives no row':
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0',
  'rows with rows with rows': 'SELECT count(*) FROM items a, items b, items c, items d',
  'rows with rows, by LIKE':
    "SELECT count(*) FROM items a, items b, items c WHERE a.name || b.name LIKE '%' || c.name || '%x%'",
  'a subquery for each row':
    'SELECT (SELECT sum((SELECT count(*) FROM items c WHERE c.price < a.price + b.price)) FROM items b) FROM items a ORDER BY 1',
  'a window over rows with rows':
    'SELECT max(x) FROM (SELECT sum(a.price) OVER (ORDER BY a._row ROWS BETWEEN 10000 PRECEDING AND 10000 FOLLOWING) AS x FROM items a, (SELECT 1 FROM items LIMIT 40) b), items c, items d',
  'JSON with JSON':
    "SELECT count(*) FROM items a, json_each('[1,2,3,4,5,6,7,8,9,10]') b, json_tree(a.seller) c, items d, items e",
  'full text with full text':
    "SELECT count(*) FROM items_fts('tea') a, items_fts('coffee') b, items_fts('tea OR coffee') c, items d",
}

/** Statements that look bad and are good, with their first row. */
export const HARMLESS: Record<string, unknown[]> = {
  "SELECT '%;%' -- find; all": ['%;%'],
  "SELECT 'DROP TABLE items; --'": ['DROP TABLE items; --'],
  'SELECT 1; -- that is all;': [1],
  '/* first */ SELECT 1 /* and; */ ;;': [1],
  'SELECT count(*) AS "PRAGMA" FROM items': [1000],
  'WITH dbstats AS (SELECT 1 AS a) SELECT count(*) FROM dbstats': [1],
  'WITH x AS (SELECT * FROM items) SELECT count(*) FROM x': [1000],
  'SELECT count(*) FROM (SELECT 1 FROM items) y': [1000],
  'VALUES (1, 2), (3, 4)': [1, 2],
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'items'": ['items'],
  "SELECT count(*) FROM json_tree('[[1],2]')": [4],
  'SELECT sqlite_version() > 3': [1],
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT count(*) FROM n':
    [5],
}
