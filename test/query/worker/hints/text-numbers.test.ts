import { describe, expect, it } from 'vitest'
import { useProducts } from './products.ts'

const { change, notes } = useProducts()

const from = 'FROM items'

describe('texts that are taken for numbers', () => {
  it.each<[string, RegExp]>([
    [
      `SELECT * ${from} WHERE price < 20`,
      /2 of 4 are not plain numbers.*Write `to_number\(price\) < 20`/,
    ],
    [`SELECT * ${from} WHERE 20 >= price`, /Write `20 >= to_number\(price\)`/],
    [`SELECT * FROM items AS i WHERE i.price > -2.5`, /`to_number\(i.price\) > -2.5`/],
    [`SELECT * FROM items i WHERE i."price" > 1`, /to_number\(i."price"\) > 1/],
    [`SELECT * ${from} WHERE PRICE BETWEEN 5 AND 20`, /`to_number\(PRICE\) BETWEEN 5 AND 20`/],
    [`SELECT * ${from} WHERE price NOT IN (1, 2)`, /`to_number\(price\) NOT IN \(1, 2\)`/],
    [
      `SELECT * ${from} WHERE zip = 501`,
      /All 4 are plain numbers\. Write `CAST\(zip AS INTEGER\) = 501`/,
    ],
    [`SELECT * ${from} WHERE extra > 3`, /1 of 2 are not plain numbers/],
    [
      `WITH c AS (SELECT price ${from}) SELECT * FROM c WHERE price > 20`,
      /to_number\(price\) > 20/,
    ],
    [`SELECT * ${from} WHERE price > rating`, /2 of 4.*`to_number\(price\) > rating`/],
    [`SELECT * ${from} WHERE (price) > 20`, /`\(to_number\(price\)\) > 20`/],
    [`SELECT * ${from} WHERE coalesce(price, 0) > 20`, /`coalesce\(to_number\(price\), 0\) > 20`/],
    [`SELECT * ${from} WHERE 5 < IFNULL((price), 0)`, /`5 < IFNULL\(\(to_number\(price\)\), 0\)`/],
    [
      `SELECT * ${from} WHERE coalesce(zip, 0) = 10115`,
      /Write `coalesce\(CAST\(zip AS INTEGER\), 0\) = 10115`/,
    ],
    [
      `SELECT * ${from} WHERE trim(price, '$') BETWEEN 5 AND 20`,
      /`trim\(price, '\$'\)` holds texts.*`to_number\(trim\(price, '\$'\)\) BETWEEN 5 AND 20`/,
    ],
    [`SELECT price AS p ${from} WHERE p > 20`, /`to_number\(p\) > 20`/],
    [
      `WITH c AS (SELECT id, price AS cost ${from}) SELECT * FROM c WHERE cost > 20`,
      /`to_number\(cost\) > 20`/,
    ],
    [`SELECT CAST(price AS REAL) ${from}`, /2 of 4 are not plain numbers.*`to_number\(price\)`/],
    [`SELECT cast(items.price as decimal(10, 2)) ${from}`, /`to_number\(items.price\)`/],
    [`SELECT price * 2 ${from}`, /`to_number\(price\)`/],
    [`SELECT 2 + price ${from}`, /`to_number\(price\)`/],
    [`SELECT avg(price) ${from}`, /`avg\(to_number\(price\)\)`/],
    [`SELECT SUM(DISTINCT price) ${from}`, /`SUM\(to_number\(price\)\)`/],
    [`SELECT round(price, 1) ${from}`, /`round\(to_number\(price\), …\)`/],
    [`SELECT to_number(price) ${from}`, /`to_number\(price\)` is NULL for 1 text\.$/],
  ])('%s', (sql, pattern) => {
    expect(notes(sql)).toMatch(pattern)
  })

  it.each([
    `SELECT * ${from} WHERE to_number(price) < 20 AND rating > 4 AND stock > 1`,
    `SELECT sum(zip), CAST(zip AS INTEGER), zip + 1 ${from}`,
    `SELECT sum(rating), stock * 2, CAST(stock AS REAL) ${from}`,
    `SELECT * ${from} WHERE length(price) > 3 AND name = 'x' AND price = '9.5'`,
    `SELECT * ${from} WHERE price IN ('9.5', '20') ORDER BY name`,
    `SELECT max(name), count(price), group_concat(price) ${from}`,
    `SELECT 'price < 20' AS x /* price < 20 */ ${from} -- price < 20`,
    `SELECT rating AS price ${from} WHERE price > 20`,
    `SELECT avg(rating) price ${from} GROUP BY id HAVING price > 4`,
    `WITH t(price) AS (SELECT rating ${from}) SELECT * FROM t WHERE price > 4`,
    `WITH items AS (SELECT 5 AS x, 1 AS price) SELECT * ${from} WHERE price > 4`,
    `SELECT * FROM (SELECT rating AS price ${from}) AS items WHERE items.price > 4`,
    `SELECT json_extract(seller, '$.price') > 20, seller->>'price' > 20 ${from}`,
    `SELECT price || 1 ${from}`,
    `SELECT * ${from} WHERE coalesce(to_number(price), 0) > 20 AND coalesce(rating, 0) > 1`,
    `SELECT rating AS p ${from} WHERE p > 20`,
    `SELECT price AS p FROM items UNION ALL SELECT rating AS p ${from} WHERE p > 20`,
    `SELECT length(trim(price)) > 3 ${from}`,
  ])('has no note on %s', (sql) => {
    expect(notes(sql)).not.toMatch(/holds texts/)
  })

  it('notes a sort only of texts that are numbers', () => {
    change("UPDATE items SET price = '30' WHERE price = 'N/A'")
    try {
      const note = /sort as texts: "10" before "9"\. 1 of 4/
      expect(notes(`SELECT * ${from} ORDER BY price DESC LIMIT 5`)).toMatch(note)
      expect(notes(`SELECT * ${from} ORDER BY price DESC LIMIT 5`)).toContain(
        '`ORDER BY to_number(price) DESC`',
      )
      expect(notes(`SELECT * ${from} ORDER BY name, items.price`)).toMatch(note)
      expect(notes(`SELECT max(price) ${from}`)).toContain('`max(to_number(price))`')
      for (const sql of [
        `SELECT * ${from} ORDER BY name`,
        `SELECT * ${from} ORDER BY zip`,
        `SELECT max(createdAt) ${from} GROUP BY price`,
        `SELECT * ${from} ORDER BY length(price)`,
        `SELECT price, name ${from} ORDER BY name`,
      ]) {
        expect(notes(sql)).not.toContain('holds texts')
      }
    } finally {
      change("UPDATE items SET price = 'N/A' WHERE price = '30'")
    }
  })

  it('tells which texts can be read two ways', () => {
    change("UPDATE items SET price = '1,299' WHERE price = '1,299.00'")
    try {
      expect(notes(`SELECT max(to_number(price)) ${from}`)).toMatch(
        /NULL for 2 texts\. 1 of them can be read two ways.*`to_number\(price, '\.'\)`/,
      )
      expect(notes(`SELECT to_number(price, '.') ${from}`)).toMatch(/is NULL for 1 text\.$/)
    } finally {
      change("UPDATE items SET price = '1,299.00' WHERE price = '1,299'")
    }
  })
})
