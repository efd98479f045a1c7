import { beginningOf } from '../shared/beginning-of.ts'
import { useFormats } from '../shared/use-host.ts'
import { type Omission, withoutMark } from './omission.ts'
import { memberCount, omissionOf, PORTION, type TreeNode, type TreeRow } from './tree.ts'

/** How many characters of a text or a name a row shows. */
export const ROW_CHARS = 200

/** Shows one row of the tree: a name and its value, or how many more there are. */
export function RowContent({ row: { kind, node } }: { row: TreeRow }) {
  const { number } = useFormats()
  if (kind === 'more') {
    const left = memberCount(node) - node.shown
    return (
      <span class="tree-more">
        Show {number(Math.min(PORTION, left))} more of {number(left)}
      </span>
    )
  }
  const omission = omissionOf(node)
  return (
    <>
      <span class="twist" aria-hidden="true">
        {memberCount(node) === 0 ? '' : node.isOpen ? '▾' : '▸'}
      </span>
      {omission?.what === 'items' || omission?.what === 'fields' ? (
        <OmittedText omission={omission} />
      ) : (
        <>
          {node.key !== undefined && (
            <>
              <bdi class="tree-name">{nameOf(node.key)}</bdi>
              <span class="tree-colon">: </span>
            </>
          )}
          <ValueText node={node} omission={omission} />
        </>
      )}
    </>
  )
}

function nameOf(key: string | number): string {
  const name = String(key)
  return name.length > ROW_CHARS ? `${beginningOf(name, ROW_CHARS)}…` : name || '""'
}

function ValueText({ node, omission }: { node: TreeNode; omission: Omission | undefined }) {
  const { number } = useFormats()
  const { value } = node
  if (omission?.what === 'deeper') return <OmittedText omission={omission} />
  if (Array.isArray(value)) return <span class="quiet">[ {number(value.length)} ]</span>
  if (typeof value === 'object' && value !== null)
    return <span class="quiet">{`{ ${number(memberCount(node))} }`}</span>
  if (typeof value !== 'string')
    return <span data-type={value === null ? 'null' : typeof value}>{String(value)}</span>
  const text = omission && !node.isCut ? withoutMark(value) : value
  const isLong = text.length > ROW_CHARS
  return (
    <>
      <bdi data-type="string">
        {JSON.stringify(isLong ? beginningOf(text, ROW_CHARS) : text)}
        {isLong && '…'}
      </bdi>
      {omission && <OmittedText omission={omission} />}
      {isLong && !omission && <span class="quiet"> {number(value.length)} characters</span>}
    </>
  )
}

function OmittedText({ omission: { what, count } }: { omission: Omission }) {
  const { number } = useFormats()
  const names = { chars: 'characters', items: 'items', fields: 'fields' }
  const text =
    what === 'deeper'
      ? 'nested deeper'
      : `${count === undefined ? 'more' : `${number(count)} more`} ${names[what]}`
  return <span class="tree-omitted"> … {text}</span>
}
