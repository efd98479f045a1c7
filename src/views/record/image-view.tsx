import { useState } from 'preact/hooks'
import { ActionButton } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { useAction, useFormats, useHost } from '../shared/use-host.ts'
import { type Bytes, imageAddress } from './record-result.ts'

interface Size {
  width: number
  height: number
}

/** Shows an image, as wide as the view or in its natural size. */
export function ImageView({ image, name, file }: { image: Bytes; name: string; file: string }) {
  const { number } = useFormats()
  const [isNatural, setIsNatural] = useState(false)
  const [size, setSize] = useState<Size>()
  const [hasFailed, setHasFailed] = useState(false)
  const address = imageAddress(image)
  if (address === undefined || hasFailed)
    return <p class="note">The browser cannot show this image.</p>
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: in its natural size it scrolls, also by keyboard */}
      <section class="picture" data-natural={isNatural} aria-label="Image" tabIndex={0}>
        <img
          src={address}
          alt={name}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setSize({ width, height })
          }
          onError={() => setHasFailed(true)}
        />
      </section>
      <div class="row bar">
        <span class="quiet" role="status">
          {size && `${number(size.width)} × ${number(size.height)} pixels`}
        </span>
        <button type="button" aria-pressed={isNatural} onClick={() => setIsNatural(!isNatural)}>
          Natural size
        </button>
        <SaveImage image={image} address={address} file={file} />
      </div>
    </>
  )
}

function SaveImage({ image, address, file }: { image: Bytes; address: string; file: string }) {
  const host = useHost()
  const { mimeType, base64 } = image
  const copy = useAction({ run: () => copyImage(image) })
  const save = useAction({
    async run() {
      if (!(await host.downloadFile({ name: file, mimeType, blob: base64 })))
        throw new Error('The client did not save the file.')
    },
  })
  return (
    <>
      {mimeType === 'image/png' && copy.error === undefined ? (
        <ActionButton action={copy}>Copy image</ActionButton>
      ) : (
        <CopyButton text={address}>Copy data: address</CopyButton>
      )}
      {host.canDownload && <ActionButton action={save}>Download</ActionButton>}
    </>
  )
}

/** Browsers take no other type of image than PNG into the clipboard. */
async function copyImage({ base64, mimeType }: Bytes): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const blob = new Blob([bytes], { type: mimeType })
  await navigator.clipboard.write([new ClipboardItem({ [mimeType]: blob })])
}

interface ImageReaderProps {
  /** Reads the image; undefined in the answer is that there is none. */
  read: () => Promise<Bytes | undefined>
  name: string
  file: string
}

/** Shows an image once a person asks for it. */
export function ImageReader({ read, name, file }: ImageReaderProps) {
  const [image, setImage] = useState<Bytes>()
  const action = useAction({
    async run() {
      const answer = await read()
      if (!answer) throw new Error('The client passed on no image.')
      setImage(answer)
    },
  })
  if (image) return <ImageView image={image} name={name} file={file} />
  return <ActionButton action={action}>Show the image</ActionButton>
}
