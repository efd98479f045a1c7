import { describe, expect, it } from 'vitest'
import { useProducts } from './products.ts'

const { explain } = useProducts()

const from = 'FROM items'

describe('syntax of other databases', () => {
  it.each<[string, string]>([
    [`SELECT * ${from} WHERE name ILIKE '%tea%'`, "`name LIKE '%tea%'`"],
    [`SELECT * ${from} WHERE i.name not ilike 'a'`, "`i.name NOT LIKE 'a'`"],
    [`SELECT * ${from} WHERE lower(name) ILIKE 'a'`, "`lower(name) LIKE 'a'`"],
    [`SELECT * ${from} WHERE seller->>'name' ILIKE 'a'`, "`seller->>'name' LIKE 'a'`"],
    [`SELECT price::int ${from}`, '`CAST(price AS INTEGER)`'],
    [`SELECT price :: numeric(10,2) ${from}`, '`CAST(price AS REAL)`'],
    [`SELECT price::float ${from}`, '`to_number(price)`'],
    [`SELECT (stock + 1)::text ${from}`, '`CAST((stock + 1) AS TEXT)`'],
    [`SELECT createdAt::date ${from}`, '`date(createdAt)`'],
    [`SELECT createdAt::timestamptz ${from}`, '`datetime(createdAt)`'],
    [`SELECT (seller->>'name')::text ${from}`, "`CAST((seller->>'name') AS TEXT)`"],
    [`SELECT * ${from} WHERE name ~ '^a'`, "`name REGEXP '^a'`"],
    [`SELECT * ${from} WHERE name ~* '^a'`, "`name REGEXP '(?i)^a'`"],
    [`SELECT * ${from} WHERE name !~ '^a'`, "`name NOT REGEXP '^a'`"],
    [`SELECT * ${from} WHERE name !~* '^a'`, "`name NOT REGEXP '(?i)^a'`"],
    [`SELECT * ${from} WHERE name ~~ 'a%'`, "`name LIKE 'a%'`"],
    [`SELECT * ${from} WHERE name RLIKE '^a'`, "`name REGEXP '^a'`"],
    [`SELECT * ${from} WHERE name SIMILAR TO 'a|b'`, '`name REGEXP'],
    [
      `SELECT * ${from} WHERE createdAt > now() - INTERVAL '7 days'`,
      "`datetime(createdAt) > datetime('now', '-7 days')`",
    ],
    [
      `SELECT * ${from} WHERE createdAt >= current_date - interval '1 week'`,
      "`date(createdAt) >= date('now', '-7 days')`",
    ],
    [`SELECT now() - INTERVAL 7 DAY ${from}`, "`datetime('now', '-7 days')`"],
    [`SELECT now() + INTERVAL '7' DAY ${from}`, "`datetime('now', '+7 days')`"],
    [
      `SELECT createdAt + INTERVAL '1 month 2 hours' ${from}`,
      "`datetime(createdAt, '+1 months', '+2 hours')`",
    ],
    [`SELECT date_sub(now(), INTERVAL 3 MONTH) ${from}`, "`datetime('now', '-3 months')`"],
    [`SELECT CURRENT_TIMESTAMP - INTERVAL '24 hours'`, "`datetime('now', '-24 hours')`"],
    [`SELECT EXTRACT(YEAR FROM createdAt) ${from}`, "`date_part('year', createdAt)`"],
    [
      `SELECT extract('month' from datetime(createdAt)) ${from}`,
      "`date_part('month', datetime(createdAt))`",
    ],
    [
      `SELECT DISTINCT ON (name) * ${from} ORDER BY name, price`,
      'PARTITION BY name ORDER BY name, price',
    ],
    [`SELECT * ${from} FETCH FIRST 5 ROWS ONLY`, '`LIMIT 5`'],
    [`SELECT * ${from} ORDER BY id OFFSET 3 ROWS FETCH NEXT 5 ROWS ONLY`, '`LIMIT 5 OFFSET 3`'],
    [`SELECT unnest(tags) ${from}`, 'json_each(tags)'],
    [`SELECT * FROM items, unnest(tags)`, 'json_each(tags)'],
    ['SELECT * FROM information_schema.columns', 'get_dataset'],
    ['SELECT * FROM pg_catalog.pg_tables', 'get_dataset'],
    ['SELECT * FROM pg_tables', 'get_dataset'],
    ['SHOW TABLES', 'get_dataset'],
    ['show columns from items', 'Columns of `items`: id, name'],
    ['DESCRIBE items', 'get_dataset'],
    ['desc items', 'get_dataset'],
    [`SELECT position('b' in 'abc')`, "`instr('abc', 'b')`"],
    [`SELECT position('b' IN name) ${from}`, "`instr(name, 'b')`"],
    [`SELECT TOP 5 * ${from}`, '`LIMIT 5`'],
    [`SELECT top(5) * ${from}`, '`LIMIT 5`'],
    [
      `SELECT * ${from} QUALIFY row_number() OVER (PARTITION BY name ORDER BY id) = 1`,
      'WHERE n = 1`',
    ],
    [`SELECT * FROM items, LATERAL (SELECT 1)`, 'Leave it out'],
    [`SELECT * FROM items CROSS JOIN LATERAL json_each(tags)`, 'Leave it out'],
    ['SELECT array[1, 2]', '`json_array(1, 2)`'],
    [`SELECT * ${from} WHERE id = ANY(ARRAY[1, 2])`, '`id IN (1, 2)`'],
    [`SELECT * ${from} WHERE id = any (select 1)`, '`id IN (select 1)`'],
    [`SELECT date '2024-01-01'`, "`'2024-01-01'`"],
    [`SELECT * ${from} WHERE createdAt > TIMESTAMP '2024-01-01 10:00'`, "`'2024-01-01 10:00'`"],
    [`SELECT * EXCLUDE (name) ${from}`, 'Name the columns'],
    [`SELECT * EXCEPT (name) ${from}`, 'Name the columns'],
    [`SELECT * FROM items PIVOT (sum(x) FOR a IN (1))`, 'FILTER (WHERE'],
    [
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY rating) ${from}`,
      '`percentile_cont(rating, 0.5)`',
    ],
    [`SELECT mode() WITHIN GROUP (ORDER BY name) ${from}`, 'GROUP BY 1 ORDER BY count(*) DESC'],
    [
      `SELECT string_agg(name, ', ') WITHIN GROUP (ORDER BY id) ${from}`,
      "string_agg(name, ',' ORDER BY id)",
    ],
    ['SELECT 2 ^ 3', '`power(2, 3)`'],
    ['SELECT 2 ** 3', '`power(2, 3)`'],
    ['SELECT 7 div 2', '`floor(7 / 2)`'],
    [`SELECT seller #>> '{a,b}' ${from}`, "`seller ->> '$.a.b'`"],
    [`SELECT * ${from} WHERE seller @> '{}'`, 'json_each(seller)'],
    [`SELECT seller ? 'a' ${from}`, "json_type(seller, '$.key')"],
    [`SELECT seller:name ${from}`, "`seller->>'name'`"],
    [`SELECT name <=> 'a' ${from}`, "`name IS 'a'`"],
    [`SELECT TRY_CAST(price AS INT) ${from}`, '`to_number(price)`'],
    [`SELECT SAFE_CAST(createdAt AS date) ${from}`, '`date(createdAt)`'],
    [`SELECT substring(name FROM 1 FOR 2) ${from}`, '`substr(name, 1, 2)`'],
    [`SELECT trim(BOTH ' ' FROM name) ${from}`, "`trim(name, ' ')`"],
    [`SELECT trim(leading from name) ${from}`, '`ltrim(name)`'],
    [`SELECT createdAt AT TIME ZONE 'UTC' ${from}`, '`datetime(createdAt)`'],
    [`SELECT name ${from} GROUP BY ROLLUP(name)`, 'UNION ALL'],
    [`SELECT name ${from} GROUP BY GROUPING SETS ((name), ())`, 'UNION ALL'],
    [`SELECT name ${from} GROUP BY ALL`, '`GROUP BY 1, 2`'],
    [`SELECT * ${from} FOR UPDATE`, 'Leave it out'],
    [`SELECT * ${from} OFFSET 5`, '`LIMIT -1 OFFSET 5`'],
    [`SELECT * ${from} LIMIT ALL`, 'Leave it out'],
    [`SELECT * FROM (VALUES (1, 2)) AS t(a, b)`, 'WITH t(a, b) AS'],
    [`SELECT * ${from} TABLESAMPLE BERNOULLI (10)`, 'ORDER BY random()'],
    [`SELECT E'a\\n' ${from}`, 'char(10)'],
    [`SELECT id, ${from}`, 'Take that comma out'],
    [`SELECT isnull(name, 'x') ${from}`, "`ifnull(name, 'x')`"],
    [`SELECT group_concat(name SEPARATOR '; ') ${from}`, "`group_concat(name, '; ')`"],
    [`SELECT tags[0].name ${from}`, "`tags -> 0 ->> 'name'`"],
    [`SELECT * ${from} WHERE name = \u2018tea\u2019`, 'straight single quotes'],
    [`SELECT\u00a0name ${from}`, 'plain blanks'],
  ])('%s', (sql, form) => {
    expect(explain(sql)).toContain(form)
  })

  it('tells several at once', () => {
    const text = explain(`SELECT price::int ${from} WHERE name ILIKE 'a' FETCH FIRST 3 ROWS ONLY`)
    for (const form of ['CAST(price AS INTEGER)', "name LIKE 'a'", 'LIMIT 3']) {
      expect(text).toContain(form)
    }
  })

  it.each([
    `SELECT 'a ILIKE b ::int ~* INTERVAL 7' AS x ${from} WHERE nam = 1`,
    `SELECT 1 /* ILIKE ::int FETCH FIRST 3 ROWS */ ${from} WHERE nam = 1 -- QUALIFY x = 1`,
    `SELECT "ILIKE" , [a::b], \`DISTINCT ON (x)\` ${from}`,
    `SELECT ~stock, -stock, date(createdAt), replace(name, 'a', 'b'), nam ${from}`,
    `SELECT 2 * replace(name, 'a', 'b'), count(*) FILTER (WHERE id > 1), nam ${from}`,
    `SELECT * FROM (SELECT id ${from}) AS t WHERE (nam) IN (1) EXCEPT SELECT 1`,
    `WITH t(a, b) AS (SELECT 1, 2) SELECT nam FROM t LIMIT 5, 10`,
    `SELECT nam ${from} ORDER BY 1 LIMIT 5 OFFSET 2`,
    `SELECT nam, x'00', substr(name, 1), trim(name), datetime('now', '-1 day') ${from}`,
  ])('does not fire in %s', (sql) => {
    expect(explain(sql)).not.toMatch(/does not have|Write `/)
  })
})
