import { useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Download } from '../shared/parts/download.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { NodeBar } from './node-bar.tsx'
import type { RecordReader } from './record-reader.ts'
import { fileName, type TextPage } from './record-result.ts'
import { SearchBox } from './search-box.tsx'
import { MOST_MATCHES } from './search-tree.ts'
import { Tabs } from './tabs.tsx'
import { LoadedText, TextReader } from './text-reader.tsx'
import { TreeList } from './tree-list.tsx'
import { useTree } from './use-tree.ts'
import { writeJson } from './write-json.ts'

interface JsonViewProps {
  value: unknown
  /** Whether the server has left out parts of the value. */
  isTruncated: boolean
  /** The path of the value in the record. */
  path: string
  reader: RecordReader | undefined
  name: string
}

/** Shows JSON as a tree and as text. */
export function JsonView(props: JsonViewProps) {
  const { name } = props
  return (
    <Tabs
      label={`Forms of ${name}`}
      tabs={[
        { title: 'Tree', children: <TreeView {...props} /> },
        { title: 'Text', children: <JsonText {...props} /> },
      ]}
    />
  )
}

function JsonText({ value, isTruncated, path, reader, name }: JsonViewProps) {
  const file = fileName(name, 'json')
  const shared = { label: `JSON of ${name}`, file, mimeType: 'application/json' }
  if (isTruncated && reader && path === '')
    return <LoadedText read={(offset) => reader.readText(offset)} {...shared} />
  return <TextReader first={{ text: writeJson(value), next: undefined }} {...shared} />
}

interface ShownText {
  path: string
  page: TextPage
}

function TreeView({ value, isTruncated, path: top, reader, name }: JsonViewProps) {
  const tree = useTree(value, isTruncated)
  const [text, setText] = useState<ShownText>()
  return (
    <>
      {isTruncated && (
        <p class="note">
          Parts of the value are left out.
          {reader ? ' Choose a row and read it in full, or read the text.' : ''}
        </p>
      )}
      <div class="row bar">
        <SearchBox search={tree.search} label="Search in names and values" most={MOST_MATCHES} />
        <CopyButton text={() => writeJson(tree.root.value)} label="Copy all that is shown">
          Copy all
        </CopyButton>
        <Download
          name={fileName(name, 'json')}
          mimeType="application/json"
          text={() => writeJson(tree.root.value)}
        >
          Download
        </Download>
      </div>
      <TreeList
        rows={tree.rows}
        selected={tree.selected}
        start={tree.start}
        label={`JSON of ${name}`}
        onSelect={tree.select}
        onToggle={tree.toggle}
        onJump={tree.jump}
      />
      <NodeBar
        node={tree.node}
        top={top}
        source={reader && { reader, top }}
        onRead={tree.takeChange}
        onText={(path, page) => setText({ path, page })}
      />
      {text && (
        <TextPanel key={text.path} {...text} reader={reader} onClose={() => setText(undefined)} />
      )}
    </>
  )
}

interface TextPanelProps extends ShownText {
  reader: RecordReader | undefined
  onClose: () => void
}

/** Shows a text in the tree in full. */
function TextPanel({ path, page, reader, onClose }: TextPanelProps) {
  return (
    <section class="panel" aria-label={`Value at ${path}`}>
      <div class="row">
        <h2>
          <Folded text={path} />
        </h2>
        <Button onPress={onClose} label={`Close the text at ${path}`}>
          Close
        </Button>
      </div>
      <TextReader
        first={page}
        read={reader && ((offset) => reader.readText(offset, path))}
        label={`Text at ${path}`}
        file="value.txt"
        mimeType="text/plain"
      />
    </section>
  )
}
