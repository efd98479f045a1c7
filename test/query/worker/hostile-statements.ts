/** Statements that do something else than read rows, and what the answer says about them. */
export const REFUSED: Record<string, RegExp> = {
  // Files and other databases
  "ATTACH 'file:x.db' AS x": /one `SELECT`/,
  "ATTACH ':memory:' AS x": /one `SELECT`/,
  'DETACH main': /one `SELECT`/,
  VACUUM: /one `SELECT`/,
  "VACUUM INTO 'copy.db'": /one `SELECT`/,
  "SELECT load_extension('x.so')": /load_extension/,
  "SELECT readfile('/etc/passwd')": /readfile/,
  "SELECT writefile('/tmp/x', 'x')": /writefile/,
  // Settings
  'PRAGMA hard_heap_limit': /one `SELECT`/,
  'PRAGMA hard_heap_limit = 0': /one `SELECT`/,
  'PRAGMA writable_schema = ON': /one `SELECT`/,
  'PRAGMA data_version': /one `SELECT`/,
  'PRAGMA temp_store_directory': /one `SELECT`/,
  'SELECT * FROM pragma_table_info': /pragma_table_info/,
  "SELECT * FROM pragma_table_info('items')": /pragma_table_info/,
  'SELECT count(*) FROM pragma_data_version': /pragma_data_version/,
  'SELECT * FROM pragma_function_list': /pragma_function_list/,
  'SELECT * FROM pragma_hard_heap_limit(0)': /pragma_hard_heap_limit/,
  // SQLite's own tables
  'SELECT * FROM dbstat': /dbstat/,
  'SELECT count(*) FROM dbstat': /dbstat/,
  'SELECT * FROM "DBSTAT"': /dbstat/i,
  'SELECT data FROM sqlite_dbpage WHERE pgno = 1': /sqlite_dbpage/,
  'SELECT count(*) FROM main.sqlite_dbpage': /sqlite_dbpage/,
  'SELECT * FROM sqlite_stmt': /sqlite_stmt/,
  "SELECT * FROM bytecode('SELECT 1')": /bytecode/,
  "SELECT * FROM tables_used('SELECT 1')": /tables_used/,
  'SELECT * FROM temp.sqlite_schema': /sqlite_temp/,
  'SELECT count(*) FROM sqlite_temp_schema': /sqlite_temp/,
  // Changes
  "INSERT INTO items (name) VALUES ('x')": /one `SELECT`/,
  "REPLACE INTO items (_row, name) VALUES (1, 'x')": /one `SELECT`/,
  'UPDATE items SET price = 0': /one `SELECT`/,
  'DELETE FROM items': /one `SELECT`/,
  'DELETE FROM items RETURNING *': /one `SELECT`/,
  'WITH x AS (SELECT 1) DELETE FROM items': /one `SELECT`/,
  "UPDATE sqlite_schema SET sql = 'x'": /one `SELECT`|may not be modified/,
  'DROP TABLE items': /one `SELECT`/,
  'ALTER TABLE items RENAME TO other': /one `SELECT`/,
  'ALTER TABLE items ADD COLUMN x': /one `SELECT`/,
  'CREATE TABLE x (a)': /one `SELECT`/,
  'CREATE TEMP TABLE x AS SELECT * FROM items': /one `SELECT`/,
  'CREATE VIEW x AS SELECT * FROM items': /one `SELECT`/,
  'CREATE TEMP VIEW x AS SELECT * FROM items': /one `SELECT`/,
  'CREATE INDEX x ON items (name)': /one `SELECT`/,
  'CREATE TRIGGER x AFTER INSERT ON items BEGIN INSERT INTO items (name) VALUES (1); END':
    /one `SELECT`/,
  'CREATE VIRTUAL TABLE x USING dbstat': /one `SELECT`/,
  "CREATE VIRTUAL TABLE x USING fts5(a, tokenize = 'trigram')": /one `SELECT`/,
  'CREATE VIRTUAL TABLE temp.x USING fts5vocab(main, items_fts, row)': /one `SELECT`/,
  REINDEX: /one `SELECT`/,
  ANALYZE: /one `SELECT`/,
  // Transactions
  BEGIN: /one `SELECT`/,
  'BEGIN EXCLUSIVE': /one `SELECT`/,
  'SAVEPOINT x': /one `SELECT`/,
  'RELEASE x': /one `SELECT`/,
  COMMIT: /one `SELECT`/,
  ROLLBACK: /one `SELECT`/,
  // Explanations
  'EXPLAIN SELECT * FROM items': /one `SELECT`/,
  'EXPLAIN QUERY PLAN SELECT * FROM items': /one `SELECT`/,
  'EXPLAIN DROP TABLE items': /one `SELECT`/,
  // The index of the full text
  "INSERT INTO items_fts (items_fts) VALUES ('delete-all')": /one `SELECT`/,
  "INSERT INTO items_fts (items_fts, rank) VALUES ('pgsz', 1)": /one `SELECT`/,
  'DELETE FROM items_fts': /one `SELECT`/,
  'DROP TABLE items_fts': /one `SELECT`/,
  "UPDATE items_fts_data SET block = x'00'": /one `SELECT`|may not be modified/,
  'DELETE FROM items_fts_data': /one `SELECT`|may not be modified/,
  'SELECT * FROM items_fts_data': /items_fts_data/,
  'SELECT count(*) FROM items_fts_idx': /items_fts_idx/,
  'SELECT count(*) FROM items_fts_config': /items_fts_config/,
  'SELECT fts5(NULL)': /fts5/,
  "SELECT fts3_tokenizer('simple', x'00')": /fts3_tokenizer/,
  'SELECT rtreecheck(1)': /rtree/,
  // What tells about the program, or writes into its log
  "SELECT sqlite_log(1, 'x')": /sqlite_log/,
  'SELECT sqlite_compileoption_get(1)': /sqlite_compileoption_get/,
  'SELECT sqlite_offset(name) FROM items': /sqlite_offset/,
  // Several statements
  'SELECT 1; SELECT 2': /more than one/,
  'SELECT 1; DROP TABLE items': /more than one/,
  "SELECT 1; ATTACH ':memory:' AS x": /more than one/,
  'SELECT 1; /* x */ ;; -- y\n PRAGMA hard_heap_limit = 0': /more than one/,
  'SELECT 1; nonsense': /more than one/,
  'SELECT 1\0; DROP TABLE items': /NUL/,
  'DROP TABLE items; SELECT 1': /one `SELECT`/,
  // No statement
  '': /no statement/,
  ' ;; \n': /no statement/,
  '-- DROP TABLE items': /no statement/,
  '/* SELECT 1 */': /no statement/,
}

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
    sql: 'SELECT sum(a.price) OVER (PARTITION BY 1) FROM items a, items b',
    says: /memory/,
  },
  'JSON that is too deep': {
    sql: `SELECT json('${repeat('[', 40_000)}${repeat(']', 40_000)}')`,
    says: /malformed JSON/,
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
