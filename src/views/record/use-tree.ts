import { useCallback, useLayoutEffect, useMemo, useReducer, useState } from 'preact/hooks'
import { useSearch } from './search-box.tsx'
import { searchTree } from './search-tree.ts'
import {
  createTree,
  memberAt,
  PORTION,
  revealMember,
  rowsOf,
  type TreeNode,
  type TreeRow,
} from './tree.ts'
import { WINDOW } from './tree-list.tsx'

/** How many rows are in the page before one that was out of it. */
const ROWS_BEFORE = 50

/** Returns where a row is among all of a tree; -1 if it is not shown. */
function placeOf(rows: readonly TreeRow[], row: TreeRow): number {
  return rows.findIndex(({ kind, node }) => kind === row.kind && node === row.node)
}

const count = (before: number, _: undefined) => before + 1
const toRow = (node: TreeNode): TreeRow => ({ kind: 'node', node })

/** Keeps the tree of a value: its rows, the one that a person is at, and a search. */
export function useTree(value: unknown, hasMarks: boolean) {
  const root = useMemo(() => createTree(value, hasMarks), [])
  const [, redraw] = useReducer(count, 0)
  const [edition, takeEdition] = useReducer(count, 0)
  const [at, setAt] = useState(toRow(root))
  const [start, setStart] = useState(0)
  const search = useSearch(useCallback((query: string) => searchTree(root.value, query), [edition]))
  const rows = rowsOf(root)
  const selected = Math.max(0, placeOf(rows, at))

  const go = (row: TreeRow | undefined) => {
    if (!row) return
    setAt(row)
    const index = placeOf(rowsOf(root), row)
    const isShown = index >= start && index < start + WINDOW
    if (!isShown) setStart(Math.max(0, index - ROWS_BEFORE))
  }
  useLayoutEffect(() => {
    if (search.current) go(toRow(revealMember(root, search.current)))
  }, [search.current])

  return {
    root,
    rows,
    selected,
    node: rows[selected]?.node ?? root,
    start,
    search,
    /** Draws and searches values anew that have been read. */
    takeChange: () => takeEdition(undefined),
    select: (index: number) => go(rows[index]),
    jump(to: number) {
      setStart(to)
      const first = rows[to]
      if (first) setAt(first)
    },
    /** Opens or closes a row, or shows more members. */
    toggle(index: number, isOpen: boolean) {
      const row = rows[index]
      if (row?.kind === 'more') {
        const first = row.node.shown
        row.node.shown += PORTION
        go(toRow(memberAt(row.node, first)))
      } else if (row) row.node.isOpen = isOpen
      redraw(undefined)
    },
  }
}
