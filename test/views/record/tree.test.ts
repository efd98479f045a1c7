import { describe, expect, it } from 'vitest'
import { joinPaths, jsonPath } from '../../../src/views/record/json-path.ts'
import { searchTree } from '../../../src/views/record/search-tree.ts'
import {
  createTree,
  insertItem,
  memberAt,
  omissionOf,
  PORTION,
  pathOf,
  replaceValue,
  revealMember,
  rowsOf,
} from '../../../src/views/record/tree.ts'
import { writeJson } from '../../../src/views/record/write-json.ts'
import { pathSteps } from '../../../tools/support/text/json-path.ts'

const DEPTH = 10_000
const deep = () => JSON.parse('['.repeat(DEPTH) + ']'.repeat(DEPTH))
const namesOf = (root: ReturnType<typeof createTree>) =>
  rowsOf(root).map(({ kind, node }) => (kind === 'more' ? 'more' : node.key))

describe('the tree of a value', () => {
  it('opens what is short, breadth first', () => {
    const root = createTree({ a: { b: [1, 2] }, c: null }, false)
    expect(namesOf(root)).toEqual([undefined, 'a', 'b', 0, 1, 'c'])
    expect(namesOf(createTree(Array(60).fill([1]), false))).toHaveLength(61)
  })

  it('shows a large array in portions', () => {
    const root = createTree(
      Array.from({ length: 100_000 }, (_, i) => i),
      false,
    )
    expect(rowsOf(root)).toHaveLength(1 + PORTION + 1)
    expect(rowsOf(root).at(-1)).toMatchObject({ kind: 'more', left: 100_000 - PORTION })
    root.shown += PORTION
    expect(rowsOf(root)).toHaveLength(1 + 2 * PORTION + 1)
  })

  it('stands nesting of any depth', () => {
    const root = createTree(deep(), false)
    const last = revealMember(root, Array(DEPTH - 1).fill(0))
    expect(rowsOf(root)).toHaveLength(DEPTH)
    expect(last.depth).toBe(DEPTH)
    expect(pathOf(last)).toBe('[0]'.repeat(DEPTH - 1))
    expect(searchTree(deep(), 'x')).toEqual([])
    expect(JSON.parse(writeJson(deep()))).toHaveLength(1)
  })

  it('keeps a member that is named __proto__ as a member', () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')
    const root = createTree(value, false)
    expect(namesOf(root)).toEqual([undefined, '__proto__', 'x', 'constructor'])
    replaceValue(memberAt(root, 0), 5, false)
    expect(writeJson(root.value)).toBe('{\n  "__proto__": 5,\n  "constructor": 2\n}')
    expect(Object.getPrototypeOf(root.value)).toBe(Object.prototype)
  })

  it('knows what the server left out, and only of a value that it truncated', () => {
    const value = {
      text: 'abc… [+1200 chars]',
      list: [1, '… [+30 items]'],
      deep: '… [nested deeper]',
      '…': '[+4 fields]',
    }
    const omissions = (hasMarks: boolean) =>
      rowsOf(createTree(value, hasMarks)).flatMap(({ node }) => omissionOf(node) ?? [])
    expect(omissions(true)).toEqual([
      { what: 'chars', count: 1200 },
      { what: 'items', count: 30 },
      { what: 'deeper', count: undefined },
      { what: 'fields', count: 4 },
    ])
    expect(omissions(false)).toEqual([])
  })

  it('takes items that are read later, one after the other, to the last', () => {
    const root = createTree({ list: ['a', '… [+2 items]'] }, true)
    const list = memberAt(root, 0)
    const first = insertItem(memberAt(list, 1), 'b')
    expect(first?.mark && pathOf(first.mark)).toBe('list[2]')
    const second = first?.mark && insertItem(first.mark, 'c')
    expect(second?.mark).toBeUndefined()
    expect(root.value).toEqual({ list: ['a', 'b', 'c'] })
  })
})

describe('a path', () => {
  it.each([
    [['pages', 0, 'title'], 'pages[0].title'],
    [[0, 'a'], '[0].a'],
    [['a.b', 'c"d\\e', '', 'ü x'], '["a.b"]["c\\"d\\\\e"][""]["ü x"]'],
    [[], ''],
  ])('of %j is %s, as the server reads it', (steps, path) => {
    expect(jsonPath(steps)).toBe(path)
    expect(pathSteps(path)).toEqual(steps.map(String))
  })

  it('goes on from another', () => {
    expect(joinPaths('a', 'b')).toBe('a.b')
    expect(joinPaths('a', '[0]')).toBe('a[0]')
    expect(joinPaths('', 'b')).toBe('b')
    expect(joinPaths('a', '')).toBe('a')
  })
})

describe('a search in a value', () => {
  const value = { Name: 'x', list: [{ title: 'The NAME' }, 42], none: null }

  it('finds names and values in the order of the tree', () => {
    expect(searchTree(value, 'name')).toEqual([[0], [1, 0, 0]])
    expect(searchTree(value, '42')).toEqual([[1, 1]])
    expect(searchTree(value, 'null')).toEqual([[2]])
    expect(searchTree('only', 'ONL')).toEqual([[]])
    expect(searchTree(value, '')).toEqual([])
  })

  it('ends at a thousand matches', () => {
    expect(searchTree(Array(5000).fill('a'), 'a')).toHaveLength(1000)
  })
})
