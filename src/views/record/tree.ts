import { jsonPath } from './json-path.ts'
import { type Omission, omissionIn } from './omission.ts'

/** How many members of an array or an object are shown at first, and how many more each time. */
export const PORTION = 100
/** A tree opens by itself up to about so many rows. */
const FIRST_ROWS = 40

/** A value in the tree. Its members become nodes when they are shown. */
export interface TreeNode {
  /** The name in an object or the index in an array; undefined at the top. */
  readonly key: string | number | undefined
  readonly parent: TreeNode | undefined
  /** The place among the members of the parent, from 0. */
  readonly index: number
  /** 1 at the top. */
  readonly depth: number
  value: unknown
  /** Whether the server may have left something out of it. */
  hasMarks: boolean
  /** Whether it is the beginning of a longer text. */
  isCut: boolean
  isOpen: boolean
  /** How many members are shown while it is open. */
  shown: number
  /** The nodes of members, as far as they were made. */
  readonly children: Map<number, TreeNode>
  /** The names of an object. */
  names: readonly string[] | undefined
}

/** A row of the tree: a value, or what shows more members of one. */
export type TreeRow =
  | { kind: 'node'; node: TreeNode }
  | { kind: 'more'; node: TreeNode; left: number }

/**
 * Makes the tree of a value, opened as far as it stays short.
 * @param hasMarks whether the server has truncated the value
 */
export function createTree(value: unknown, hasMarks: boolean): TreeNode {
  const root = createNode(undefined, undefined, 0, value, hasMarks)
  const queue = [root]
  let rows = 1
  for (let node = queue.shift(); node; node = queue.shift()) {
    const count = Math.min(memberCount(node), PORTION)
    if (count === 0 || (node !== root && rows + count > FIRST_ROWS)) continue
    node.isOpen = true
    rows += count
    for (let index = 0; index < count; index++) queue.push(memberAt(node, index))
  }
  return root
}

function createNode(
  parent: TreeNode | undefined,
  key: string | number | undefined,
  index: number,
  value: unknown,
  hasMarks: boolean,
): TreeNode {
  return {
    key,
    parent,
    index,
    depth: (parent?.depth ?? 0) + 1,
    value,
    hasMarks,
    isCut: false,
    isOpen: false,
    shown: PORTION,
    children: new Map(),
    names: undefined,
  }
}

/** Puts another value in place of the one that a node has, also in the value around it. */
export function replaceValue(node: TreeNode, value: unknown, hasMarks: boolean): void {
  const { parent, key } = node
  node.value = value
  if (typeof parent?.value === 'object' && parent.value !== null && key !== undefined)
    Object.defineProperty(parent.value, key, { value })
  node.hasMarks = hasMarks
  node.isCut = false
  node.names = undefined
  node.children.clear()
}

/** Returns how many members a value has; 0 if it is no array or object. */
export function memberCount(node: TreeNode): number {
  const { value } = node
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? namesOf(node, value).length : 0
}

/** Returns the node of a member. */
export function memberAt(node: TreeNode, index: number): TreeNode {
  const known = node.children.get(index)
  if (known) return known
  const { value } = node
  const isArray = Array.isArray(value)
  const key = isArray ? index : (namesOf(node, value)[index] ?? '')
  const made = createNode(node, key, index, ownMember(value, key), node.hasMarks)
  node.children.set(index, made)
  return made
}

function namesOf(node: TreeNode, value: unknown): readonly string[] {
  node.names ??= typeof value === 'object' && value !== null ? Object.keys(value) : []
  return node.names
}

/** Returns a member of a value itself, even one that is named `__proto__`. */
export function ownMember(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

/** Returns the rows that are shown, from the top down. */
export function rowsOf(root: TreeNode): TreeRow[] {
  const rows: TreeRow[] = []
  const stack: TreeRow[] = [{ kind: 'node', node: root }]
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row)
    if (row.kind === 'more' || !row.node.isOpen) continue
    const { node } = row
    const left = memberCount(node) - node.shown
    if (left > 0) stack.push({ kind: 'more', node, left })
    const last = Math.min(node.shown, memberCount(node)) - 1
    for (let index = last; index >= 0; index--)
      stack.push({ kind: 'node', node: memberAt(node, index) })
  }
  return rows
}

/** Opens all that leads to a member, and returns its node. */
export function revealMember(root: TreeNode, indexes: readonly number[]): TreeNode {
  let node = root
  for (const index of indexes) {
    node.isOpen = true
    node.shown = Math.max(node.shown, index + 1)
    node = memberAt(node, index)
  }
  return node
}

/** Returns the path of a node from the top of the tree, as `get_record` takes it. */
export function pathOf(node: TreeNode): string {
  const steps: (string | number)[] = []
  for (let at: TreeNode | undefined = node; at?.key !== undefined; at = at.parent)
    steps.push(at.key)
  return jsonPath(steps.reverse())
}

/**
 * Puts an item in place of the mark at the end of an array that the server has truncated.
 * @param mark the node of the mark
 * @returns the node of the item, and that of the mark that now follows, if more items are left
 */
export function insertItem(mark: TreeNode, item: unknown) {
  const { parent, index } = mark
  const left = (omissionOf(mark)?.count ?? 1) - 1
  if (!parent || !Array.isArray(parent.value)) return undefined
  const marks = left > 0 ? [`… [+${left} items]`] : []
  parent.value.splice(index, 1, item, ...marks)
  parent.children.delete(index)
  parent.shown = Math.max(parent.shown, index + 2)
  return { item: memberAt(parent, index), mark: left > 0 ? memberAt(parent, index + 1) : undefined }
}

/** Returns what the server left out in place of, or at the end of, the value of a node. */
export function omissionOf({ hasMarks, isCut, key, value }: TreeNode): Omission | undefined {
  if (isCut) return { what: 'chars', count: undefined }
  const omission = hasMarks ? omissionIn(value) : undefined
  // Only this name stands for fields, and only an array lacks items.
  if (omission?.what === 'fields' && key !== '…') return undefined
  return omission?.what === 'items' && typeof key !== 'number' ? undefined : omission
}
