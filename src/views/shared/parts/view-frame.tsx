import type { ComponentChildren } from 'preact'
import { useErrorBoundary, useRef } from 'preact/hooks'
import type { ReadValue } from '../tool-result.ts'
import type { ViewState } from '../view-state.ts'
import { Folded } from './folded.tsx'
import { ErrorLine, Status } from './status.tsx'

/** What the page shows until the host has answered, or why it never will. */
export function Waiting({ failure }: { failure: string | undefined }) {
  if (failure === undefined) return <Status>Waiting for the client…</Status>
  return <ErrorLine text={failure} />
}

interface ViewFrameProps<Value> {
  view: ViewState<Value> | undefined
  children: (result: ReadValue<Value>, args: Record<string, unknown>) => ComponentChildren
}

/** Shows a result, or in its place what is known of the call. A result that cannot be drawn is shown as its text. */
export function ViewFrame<Value>({ view, children }: ViewFrameProps<Value>) {
  const result = view?.result
  const undrawn = useRef<unknown>(undefined)
  useErrorBoundary(() => {
    undrawn.current = result
  })
  if (view?.cancelled !== undefined) return <Status>{cancelledLine(view.cancelled)}</Status>
  if (result === undefined) return <Status>Waiting for the result…</Status>
  if (result.kind === 'error') return <ErrorLine text={result.text} />
  if (result.kind === 'value' && result !== undrawn.current) {
    return <>{children(result, view?.args ?? {})}</>
  }
  const reason = result.kind === 'value' ? UNDRAWN : UNREADABLE
  return (
    <>
      <Status>{view?.isReading ? 'Reading the result…' : reason}</Status>
      {result.text !== '' && (
        <pre>
          <Folded text={result.text} chars={4000} />
        </pre>
      )}
    </>
  )
}

const UNREADABLE =
  'The client passed on only a text of the result, so this view cannot draw it. Ask for it again to see it in full.'
const UNDRAWN = 'This view cannot draw the result. The model reads this of it:'

function cancelledLine(reason: string): string {
  return reason === '' ? 'The call was cancelled.' : `The call was cancelled: ${reason}.`
}
