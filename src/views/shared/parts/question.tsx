import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'

interface QuestionProps {
  title: string
  /** What the answer leads to. */
  children?: ComponentChildren
  /** What the button says that goes ahead, such as `Abort the run`. */
  yes: string
  no?: string
  kind?: 'primary' | 'danger'
  onYes: () => void
  onNo: () => void
}

/**
 * Asks the person in the page, since `confirm()` does nothing in the frame of a host. It takes the focus, keeps it,
 * gives it back, and takes Escape for no. Show it only while the question is open.
 */
export function Question(props: QuestionProps) {
  const { title, children, yes, no = 'Cancel', kind = 'danger', onYes, onNo } = props
  const id = useId()
  const box = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const before = document.activeElement
    // The last button is the one that changes nothing.
    buttonsIn(box.current).at(-1)?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onNo()
    } else if (event.key === 'Tab') keepFocus(event, buttonsIn(box.current))
  }

  return (
    <div
      ref={box}
      class="note"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <div id={`${id}-text`}>{children}</div>
      <div class="row">
        <Button kind={kind} onPress={onYes}>
          {yes}
        </Button>
        <Button onPress={onNo}>{no}</Button>
      </div>
    </div>
  )
}

function buttonsIn(box: HTMLElement | null): HTMLButtonElement[] {
  return [...(box?.querySelectorAll('button') ?? [])]
}

/** Moves the focus from the last control to the first and back. */
function keepFocus(event: KeyboardEvent, controls: HTMLElement[]): void {
  const [from, to] = event.shiftKey
    ? [controls[0], controls.at(-1)]
    : [controls.at(-1), controls[0]]
  if (document.activeElement !== from) return
  event.preventDefault()
  to?.focus()
}
