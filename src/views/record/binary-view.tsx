import { ActionButton } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { Link } from '../shared/parts/link.tsx'
import { useAction, useHost } from '../shared/use-host.ts'
import { webAddress } from '../shared/web-address.ts'
import { ImageReader } from './image-view.tsx'
import type { RecordReader } from './record-reader.ts'
import { bytesInResource, imageIn } from './record-result.ts'

interface BinaryViewProps {
  /** The address of the record, if the result has one. */
  uri: string | undefined
  isImage: boolean
  /** What the server says of it. */
  note: string | undefined
  reader: RecordReader | undefined
  name: string
  file: string
}

/** Says what a record is that is not shown, with its address, and offers what the host can do with it. */
export function BinaryView({ uri, isImage, note, reader, name, file }: BinaryViewProps) {
  const host = useHost()
  const isReadable = uri !== undefined && host.canReadResources
  const readImage = async () => {
    if (isReadable) return bytesInResource(await host.readResource(uri))
    return reader && imageIn((await reader.read()).attachments)
  }
  const canShow = isImage && (isReadable || (uri === undefined && reader !== undefined))
  return (
    <>
      {note !== undefined && (
        <p class="note">
          <Folded text={note} chars={1000} />
        </p>
      )}
      {uri !== undefined && (
        <p class="row">
          <span class="quiet">Address</span>
          {webAddress(uri) ? (
            <Link url={uri} />
          ) : (
            <>
              <code>
                <Folded text={uri} />
              </code>
              <CopyButton text={uri} label={`Copy ${uri}`} />
            </>
          )}
        </p>
      )}
      <div class="row">
        {canShow && <ImageReader read={readImage} name={name} file={file} />}
        {isReadable && host.canDownload && <SaveBytes uri={uri} file={file} />}
      </div>
    </>
  )
}

/** Saves bytes that are read when a person asks for them. */
function SaveBytes({ uri, file }: { uri: string; file: string }) {
  const host = useHost()
  const action = useAction({
    async run() {
      const bytes = bytesInResource(await host.readResource(uri))
      if (!bytes) throw new Error('The client passed on no bytes.')
      const { base64: blob, mimeType } = bytes
      if (!(await host.downloadFile({ name: file, mimeType, blob })))
        throw new Error('The client did not save the file.')
    },
  })
  return <ActionButton action={action}>Download</ActionButton>
}
