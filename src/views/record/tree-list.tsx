import { useLayoutEffect, useRef } from 'preact/hooks'
import { scrollTo } from './line-list.tsx'
import { memberCount, type TreeRow } from './tree.ts'
import { RowContent } from './tree-row.tsx'
import { WindowNav } from './window-nav.tsx'

/** How many rows are in the page at a time. */
export const WINDOW = 300
/** Deeper rows are not moved in further. */
const MOST_INDENTS = 12

interface TreeListProps {
  rows: readonly TreeRow[]
  /** The index of the row that the keyboard is at. */
  selected: number
  /** The index of the first row in the page. */
  start: number
  label: string
  onSelect: (index: number) => void
  /** Opens or closes a row, or shows more. */
  onToggle: (index: number, isOpen: boolean) => void
  onJump: (start: number) => void
}

/** Shows the rows of a tree. Arrow keys move in it, open and close. */
export function TreeList(props: TreeListProps) {
  const { rows, selected, start, label, onSelect, onToggle, onJump } = props
  const box = useRef<HTMLDivElement>(null)
  const hasFocus = useRef(false)
  const shown = rows.slice(start, start + WINDOW)
  useLayoutEffect(() => {
    scrollTo(box.current, '[aria-selected="true"]')
    const item = box.current?.querySelector('[aria-selected="true"]')
    if (hasFocus.current && item instanceof HTMLElement) item.focus({ preventScroll: true })
    hasFocus.current = false
  }, [selected, start, rows.length])
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyAction(event.key, rows, selected)
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    hasFocus.current = true
    if (act.isOpen !== undefined) onToggle(selected, act.isOpen)
    else onSelect(act.to)
  }
  return (
    <>
      <div ref={box} class="tree" role="tree" aria-label={label} onKeyDown={onKeyDown}>
        {shown.map((row, at) => {
          const index = start + at
          const toggle = (isOpen: boolean) => onToggle(index, isOpen)
          const parts = { row, isSelected: index === selected, onSelect: () => onSelect(index) }
          return <TreeItem key={index} {...parts} onToggle={toggle} />
        })}
      </div>
      <WindowNav
        title="Rows"
        start={start}
        shown={shown.length}
        count={rows.length}
        size={WINDOW}
        onJump={onJump}
      />
    </>
  )
}

interface TreeItemProps {
  row: TreeRow
  isSelected: boolean
  onSelect: () => void
  onToggle: (isOpen: boolean) => void
}

function TreeItem({ row, isSelected, onSelect, onToggle }: TreeItemProps) {
  const { node } = row
  const isNode = row.kind === 'node'
  const hasMembers = isNode && memberCount(node) > 0
  const level = node.depth + (isNode ? 0 : 1)
  const press = () => {
    onSelect()
    if (hasMembers || !isNode) onToggle(!isNode || !node.isOpen)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      class="tree-row"
      aria-level={level}
      aria-setsize={node.parent && isNode ? memberCount(node.parent) : undefined}
      aria-posinset={node.parent && isNode ? node.index + 1 : undefined}
      aria-expanded={hasMembers ? node.isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      style={{ paddingInlineStart: `${4 + Math.min(level - 1, MOST_INDENTS) * 16}px` }}
      onClick={press}
    >
      <RowContent row={row} />
    </div>
  )
}

/** Returns what a key does: it goes to a row, or opens or closes the one it is at. */
function keyAction(
  key: string,
  rows: readonly TreeRow[],
  at: number,
): { to: number; isOpen?: boolean } | undefined {
  const row = rows[at]
  if (!row) return undefined
  const { node } = row
  const canOpen = row.kind === 'more' || memberCount(node) > 0
  const isOpen = row.kind === 'node' && node.isOpen
  const parent = rows.findIndex((one) => one.kind === 'node' && one.node === node.parent)
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, rows.length - 1) }
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      if (isOpen) return { to: at + 1 }
      return canOpen ? { to: at, isOpen: true } : undefined
    case 'ArrowLeft':
      if (isOpen) return { to: at, isOpen: false }
      return parent >= 0 ? { to: parent } : undefined
    case 'Enter':
    case ' ':
      return canOpen ? { to: at, isOpen: !isOpen } : undefined
    default:
      return undefined
  }
}
