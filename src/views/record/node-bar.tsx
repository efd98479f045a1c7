import { ActionButton, Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { useAction, useFormats } from '../shared/use-host.ts'
import { joinPaths } from './json-path.ts'
import { ITEMS_AT_A_TIME, readNode, type TreeSource } from './read-node.ts'
import type { TextPage } from './record-result.ts'
import { omissionOf, pathOf, type TreeNode } from './tree.ts'
import { ROW_CHARS } from './tree-row.tsx'
import { writeJson } from './write-json.ts'

/** The path of a value at the top of a record, which has none. */
const TOP = '(the whole value)'

interface NodeBarProps {
  node: TreeNode
  top: string
  /** Undefined if nothing can be read. */
  source: TreeSource | undefined
  /** Is called when the value or what is below it has changed. */
  onRead: () => void
  /** Is called with a text to show in full. */
  onText: (path: string, page: TextPage) => void
}

/** Says which value a person is at, and copies it or reads what is left out of it. */
export function NodeBar({ node, top, source, onRead, onText }: NodeBarProps) {
  const path = joinPaths(top, pathOf(node))
  return (
    <div class="row bar node-bar">
      <code class="path">
        <Folded text={path === '' ? TOP : path} />
      </code>
      {path !== '' && <CopyButton text={path}>Copy path</CopyButton>}
      <CopyButton text={() => copied(node.value)}>Copy value</CopyButton>
      <FullValue key={path} {...{ node, path, source, onRead, onText }} />
    </div>
  )
}

/** A text is copied as it is, anything else as JSON. */
function copied(value: unknown): string {
  return typeof value === 'string' ? value : writeJson(value)
}

function FullValue(props: Omit<NodeBarProps, 'top'> & { path: string }) {
  const { node, path, source, onRead, onText } = props
  const { number } = useFormats()
  const omission = omissionOf(node)
  const action = useAction({
    async run() {
      if (!source) return
      const page = await readNode(node, source).finally(onRead)
      if (page) onText(path, page)
    },
  })
  const { value } = node
  if (omission?.what === 'fields')
    return <span class="quiet">The text of the record has these fields.</span>
  if (source && node.parent && node.hasMarks) {
    const items = number(Math.min(ITEMS_AT_A_TIME, omission?.count ?? ITEMS_AT_A_TIME))
    const title = omission?.what === 'items' ? `Read the next ${items} items` : 'Read in full'
    return <ActionButton action={action}>{title}</ActionButton>
  }
  if (typeof value !== 'string' || value.length <= ROW_CHARS) return null
  const showText = () => onText(path, { text: value, next: node.isCut ? value.length : undefined })
  return <Button onPress={showText}>Show in full</Button>
}
