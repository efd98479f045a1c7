import { joinPaths } from './json-path.ts'
import type { RecordReader } from './record-reader.ts'
import { type TextPage, textPageOf } from './record-result.ts'
import { insertItem, omissionOf, pathOf, replaceValue, type TreeNode } from './tree.ts'

/** How many items of an array are read at a time. */
export const ITEMS_AT_A_TIME = 10

/** Where the tree is read from. */
export interface TreeSource {
  reader: RecordReader
  /** The path of the top of the tree in the record. */
  top: string
}

/**
 * Reads what the server left out of a value, and puts it into the tree.
 * @returns the first page, if the value is a text
 */
export async function readNode(node: TreeNode, source: TreeSource): Promise<TextPage | undefined> {
  if (omissionOf(node)?.what === 'items') {
    await readItems(node, source)
    return undefined
  }
  const path = joinPaths(source.top, pathOf(node))
  const { value: result } = await source.reader.read({ path })
  const page = textPageOf(result)
  replaceValue(node, page ? page.text : result.value, result.note !== undefined && !page)
  node.isCut = page?.next !== undefined
  node.isOpen = true
  return page
}

async function readItems(mark: TreeNode, { reader, top }: TreeSource): Promise<void> {
  let next: TreeNode | undefined = mark
  for (let count = 0; next && count < ITEMS_AT_A_TIME; count++) {
    const { value: result } = await reader.read({ path: joinPaths(top, pathOf(next)) })
    const page = textPageOf(result)
    const inserted = insertItem(next, page ? page.text : result.value)
    if (inserted) {
      inserted.item.hasMarks = result.note !== undefined && !page
      inserted.item.isCut = page?.next !== undefined
    }
    next = inserted?.mark
  }
}
