import { useAction, useHost } from '../use-host.ts'
import { ActionButton } from './button.tsx'
import { CopyButton } from './copy.tsx'

interface DownloadProps {
  /** The name of the file, such as `rows.csv`. */
  name: string
  mimeType: string
  /** Makes the content when it is wanted. */
  text: () => string
  children: string
}

/** Saves a text as a file through the host; where the host saves no files, it can be copied. */
export function Download({ name, mimeType, text, children }: DownloadProps) {
  const host = useHost()
  const action = useAction({
    async run() {
      if (!(await host.downloadFile({ name, mimeType, text: text() }))) {
        throw new Error('The client did not save the file. Copy the text instead.')
      }
    },
  })
  const canSave = host.canDownload && action.error === undefined
  return (
    <>
      {host.canDownload && <ActionButton action={action}>{children}</ActionButton>}
      {!canSave && <CopyButton text={text}>{`Copy ${name}`}</CopyButton>}
    </>
  )
}
