import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.tsx'

interface CopyProps {
  /** The text, or what makes it when it is wanted. */
  text: string | (() => string)
  children?: string
  /** What a screen reader says, if the text of the button does not tell. */
  label?: string
}

/** Copies a text. If the host does not permit that, the text is shown and selected for the person to copy. */
export function CopyButton({ text, children = 'Copy', label }: CopyProps) {
  const [isCopied, setIsCopied] = useState(false)
  const [shown, setShown] = useState<string>()
  const copy = async () => {
    const wanted = typeof text === 'string' ? text : text()
    const done = await writeClipboard(wanted)
    setIsCopied(done)
    setShown(done ? undefined : wanted)
  }
  return (
    <>
      <Button onPress={() => void copy()} label={label}>
        {isCopied ? 'Copied' : children}
      </Button>
      <span role="status" class="hidden-text">
        {isCopied ? 'Copied' : ''}
      </span>
      {shown !== undefined && <SelectedText text={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}

function SelectedText({ text, onClose }: { text: string; onClose: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => field.current?.select(), [])
  return (
    <span class="row">
      <textarea
        ref={field}
        readOnly
        aria-label="Text to copy: press Ctrl+C or Command+C"
        value={text}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      />
      <Button onPress={onClose}>Close</Button>
    </span>
  )
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
