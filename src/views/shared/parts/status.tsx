import type { ComponentChildren } from 'preact'

/** Text that a screen reader says when it changes. It must stay in the page while it is empty. */
export function Status({ children }: { children?: ComponentChildren }) {
  return (
    <div role="status" class="quiet">
      {children}
    </div>
  )
}

/** Why something failed, as plain text; nothing without a text. */
export function ErrorLine({ text }: { text: string | undefined }) {
  if (text === undefined || text === '') return null
  return (
    <div role="alert" class="note" data-kind="error" dir="auto">
      {text}
    </div>
  )
}
