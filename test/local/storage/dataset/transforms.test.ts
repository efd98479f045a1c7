import { expect, test } from 'vitest'
import {
  isIdentity,
  type Transforms,
  transform,
} from '../../../../src/local/storage/dataset/transforms.ts'
import { NO_TRANSFORMS } from '../../../support/no-transforms.ts'

const ITEM = { url: 'u', author: { name: 'Ann', born: null }, tags: ['x', 'y'], '#id': 1 }

test.each<[transforms: Partial<Transforms>, item: Record<string, unknown>, items: object[]]>([
  [{}, ITEM, [ITEM]],
  [{ fields: ['tags', 'url'] }, ITEM, [{ tags: ['x', 'y'], url: 'u' }]],
  [{ fields: ['author.name'] }, ITEM, [{ author: { name: 'Ann' } }]],
  [{ fields: ['author.name', 'author.born'] }, ITEM, [{ author: { name: 'Ann', born: null } }]],
  [{ fields: ['author.none', 'none'] }, ITEM, [{}]],
  [{ fields: ['a.b'] }, { 'a.b': 1, a: { b: 2 } }, [{ 'a.b': 1 }]],
  [{ fields: ['__proto__'] }, JSON.parse('{"__proto__":1,"b":2}'), [JSON.parse('{"__proto__":1}')]],
  [{ fields: ['url', 'author.name'], names: ['link', 'by'] }, ITEM, [{ link: 'u', by: 'Ann' }]],
  [{ omit: ['tags', '#id', 'author.born'] }, ITEM, [{ url: 'u', author: { name: 'Ann' } }]],
  [{ omit: ['none', 'url.none'] }, { url: 'u' }, [{ url: 'u' }]],
  [
    { unwind: ['tags'] },
    { n: 1, tags: ['x', { y: 2 }] },
    [
      { n: 1, tags: 'x' },
      { n: 1, y: 2 },
    ],
  ],
  [{ unwind: ['tags'] }, { n: 1, tags: [] }, []],
  [{ unwind: ['author'] }, { n: 1, author: { name: 'Ann' } }, [{ n: 1, name: 'Ann' }]],
  [{ unwind: ['n'] }, { n: 1 }, [{ n: 1 }]],
  [{ unwind: ['a'], fields: ['a'] }, { a: [{ b: 1 }], c: 2 }, [{ b: 1 }]],
  [{ unwind: ['a'], fields: ['b'] }, { a: [{ b: 1 }], c: 2 }, [{ b: 1 }]],
  [{ unwind: ['a', 'b'] }, { a: [{ b: [1, 2] }] }, [{ b: 1 }, { b: 2 }]],
  [
    { flatten: ['author'] },
    ITEM,
    [{ url: 'u', 'author.name': 'Ann', 'author.born': null, tags: ['x', 'y'], '#id': 1 }],
  ],
  [{ flatten: ['a'] }, { a: { b: { c: 1 }, d: {} } }, [{ 'a.b.c': 1, 'a.d': {} }]],
  [{ flatten: ['a'], fields: ['a.b'] }, { a: { b: 1, c: 2 } }, [{ 'a.b': 1 }]],
  [{ skipHidden: true }, { '#a': 1, b: { '#c': 2 } }, [{ b: { '#c': 2 } }]],
  [{ skipHidden: true, skipEmpty: true }, { '#a': 1 }, []],
  [{ skipHidden: true }, { '#a': 1 }, [{}]],
  [{ skipFailed: true }, { errorInfo: null, a: 1 }, []],
])('%j transforms %j', (transforms, item, items) => {
  expect([...transform(item, { ...NO_TRANSFORMS, ...transforms })].filter(Boolean)).toEqual(items)
})

test.each<[transforms: Partial<Transforms>, expected: boolean]>([
  [{}, true],
  [{ fields: ['a'] }, false],
  [{ omit: ['a'] }, false],
  [{ unwind: ['a'] }, false],
  [{ flatten: ['a'] }, false],
  [{ skipHidden: true }, false],
  [{ skipEmpty: true }, false],
  [{ skipFailed: true }, false],
])('%j leaves items as they are: %s', (transforms, expected) => {
  expect(isIdentity({ ...NO_TRANSFORMS, ...transforms })).toBe(expected)
})
