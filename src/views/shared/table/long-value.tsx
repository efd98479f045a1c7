import { useEffect, useRef, useState } from 'preact/hooks'
import { ActionButton } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Folded } from '../parts/folded.tsx'
import { useAction, useFormats } from '../use-host.ts'
import { wholeLength } from './cell.ts'
import type { RowReader } from './row-reader.ts'

/** How much is read at one press of the button, in characters: a part takes a call. */
const READ_CHARS = 1_000_000

interface LongValueProps {
  /** The value as far as the server showed it with its row. */
  value: unknown
  field: string
  position: number
  reader: RowReader
}

interface Read {
  text: string
  next: number | undefined
}

/** Reads the whole of a value that the server has cut, part by part. */
export function LongValue({ value, field, position, reader }: LongValueProps) {
  const formats = useFormats()
  const [read, setRead] = useState<Read>({ text: '', next: 0 })
  const end = useRef(new AbortController())
  useEffect(() => () => end.current.abort(), [])
  const action = useAction({
    async run() {
      let { text, next } = read
      const until = text.length + READ_CHARS
      while (next !== undefined && text.length < until) {
        const part = await reader.readValue(position, field, next, end.current.signal)
        text += part.text
        next = part.next
        setRead({ text, next })
      }
    },
  })
  const length = wholeLength(value)
  const size = length === undefined ? '' : ` (${formats.number(length)} characters)`
  return (
    <>
      {read.text !== '' && (
        <p>
          <Folded text={read.text} chars={2000} of={field} />
        </p>
      )}
      <span class="row">
        {read.next !== undefined && (
          <ActionButton action={action}>
            {read.text === '' ? `Read all of it${size}` : 'Read on'}
          </ActionButton>
        )}
        {read.text !== '' && <CopyButton text={read.text} label={`Copy ${field}`} />}
        <span role="status" class="quiet">
          {read.text !== '' && `${formats.number(read.text.length)} characters read`}
        </span>
      </span>
    </>
  )
}
