import type { ComponentChildren } from 'preact'
import type { ActionState } from '../action.ts'
import { ErrorLine } from './status.tsx'

interface ButtonProps {
  children: ComponentChildren
  onPress: () => void
  kind?: 'primary' | 'danger' | undefined
  isDisabled?: boolean | undefined
  /** What a screen reader says, if the text alone does not tell. */
  label?: string | undefined
}

export function Button({ children, onPress, kind, isDisabled, label }: ButtonProps) {
  return (
    <button
      type="button"
      data-kind={kind}
      disabled={isDisabled}
      aria-label={label}
      onClick={onPress}
    >
      {children}
    </button>
  )
}

type ActionButtonProps = Omit<ButtonProps, 'onPress'> & {
  /** What `useAction` returns. */
  action: ActionState & { start: () => void }
}

/** A button that is disabled while its action runs, and below it why the last try failed. */
export function ActionButton({ action, isDisabled, ...rest }: ActionButtonProps) {
  return (
    <>
      <Button {...rest} isDisabled={isDisabled || action.isBusy} onPress={action.start} />
      <ErrorLine text={action.error} />
    </>
  )
}
