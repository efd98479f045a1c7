import { Folded } from '../shared/parts/folded.tsx'
import type { GetRecordResult } from '../shared/results.ts'
import type { ViewProps } from '../shared/start-view.tsx'
import { useFormats } from '../shared/use-host.ts'
import { numberOf, textOf } from '../shared/values.ts'
import { BinaryView } from './binary-view.tsx'
import { ImageView } from './image-view.tsx'
import { JsonView } from './json-view.tsx'
import { PageView } from './page-view.tsx'
import { recordReader } from './record-reader.ts'
import {
  fileName,
  mimeTypeOf,
  type RecordContent,
  recordAddress,
  recordContent,
} from './record-result.ts'
import { TextView } from './text-view.tsx'
import { useTextPages } from './use-text-pages.ts'

type RecordProps = ViewProps<GetRecordResult>

/** Shows one record: what it is called, what it is, and what it holds. */
export function RecordView(props: RecordProps) {
  const { result, attachments, args } = props
  const { bytes, number } = useFormats()
  const offset = numberOf(args.offset) ?? 0
  const path = textOf(args.path)
  const content = recordContent(result, attachments, offset)
  const about = [
    result.contentType,
    result.size === undefined ? undefined : bytes(result.size),
    offset > 0 ? `from character ${number(offset)}` : undefined,
  ]
  return (
    <>
      <h1>
        <Folded text={textOf(args.recordKey) ?? 'Record'} />
        {path !== undefined && (
          <>
            {' '}
            <code>
              <Folded text={path} />
            </code>
          </>
        )}
      </h1>
      <p class="quiet">
        <Folded text={about.filter((part) => part !== undefined).join(' · ')} />
      </p>
      {content.kind === 'text' && result.note && (
        <p class="note">
          <Folded text={result.note} chars={1000} />
        </p>
      )}
      <Content {...props} content={content} />
    </>
  )
}

function Content({ result, args, host, content }: RecordProps & { content: RecordContent }) {
  const name = textOf(args.recordKey) ?? 'Record'
  const path = textOf(args.path) ?? ''
  const mimeType = mimeTypeOf(result)
  const reader = recordReader(host, recordAddress(args))
  const file = fileName(name, endingOf(mimeType))
  switch (content.kind) {
    case 'image':
      return <ImageView image={content.image} name={name} file={file} />
    case 'json': {
      const isTruncated = result.note !== undefined
      return <JsonView value={content.value} {...{ isTruncated, path, reader, name }} />
    }
    case 'text':
      return <TextContent {...{ content, path, reader, name, file, mimeType }} />
    default: {
      const isImage = mimeType.startsWith('image/')
      return (
        <BinaryView uri={content.uri} note={result.note} {...{ isImage, reader, name, file }} />
      )
    }
  }
}

interface TextContentProps {
  content: Extract<RecordContent, { kind: 'text' }>
  path: string
  reader: ReturnType<typeof recordReader>
  name: string
  file: string
  mimeType: string
}

function TextContent({ content, path, reader, name, file, mimeType }: TextContentProps) {
  const { language, page } = content
  const pages = useTextPages(page, reader && ((offset) => reader.readText(offset, path)))
  if (language === 'plain')
    return <TextView pages={pages} label={name} file={file} mimeType={mimeType} />
  return <PageView {...{ pages, language, name, file, mimeType }} />
}

/** Returns what the names of files of a type end with. */
function endingOf(mimeType: string): string {
  const [, subtype = ''] = mimeType.split('/')
  const known = { plain: 'txt', 'svg+xml': 'svg', jpeg: 'jpg', 'octet-stream': 'bin' }[subtype]
  return known ?? (/^[a-z0-9]{1,8}$/.test(subtype) ? subtype : 'txt')
}
