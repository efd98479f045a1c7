import { useEffect, useMemo, useState } from 'preact/hooks'
import { ActionButton } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Folded } from '../parts/folded.tsx'
import { useAction, useFormats } from '../use-host.ts'
import type { RowReader } from './row-reader.ts'

/** How much is read at one press of the button, in characters: a part takes a call. */
const READ_CHARS = 1_000_000

interface LongValueProps {
  field: string
  position: number
  reader: RowReader
}

/** Reads the whole of a value that the server has cut, part by part. */
export function LongValue({ field, position, reader }: LongValueProps) {
  const { number } = useFormats()
  const [{ text, next }, setRead] = useState<{ text: string; next?: number | undefined }>({
    text: '',
    next: 0,
  })
  const end = useMemo(() => new AbortController(), [])
  useEffect(() => () => end.abort(), [])
  const action = useAction({
    async run() {
      let read = text
      let from = next
      while (from !== undefined && read.length < text.length + READ_CHARS) {
        const part = await reader.readValue(position, field, from, end.signal)
        read += part.text
        from = part.next
        setRead({ text: read, next: from })
      }
    },
  })
  return (
    <div>
      {text && <Folded text={text} chars={2000} of={field} />}
      <div class="row">
        {next !== undefined && (
          <ActionButton action={action}>{text ? 'Read on' : 'Read all of it'}</ActionButton>
        )}
        {text && <CopyButton text={text} label={`Copy ${field}`} />}
        <span role="status" class="quiet">
          {text && `${number(text.length)} characters read`}
        </span>
      </div>
    </div>
  )
}
