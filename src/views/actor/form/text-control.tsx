import { type FormState, fieldValue, textFor, withText, withValue } from './form-state.ts'
import type { FormField } from './schema.ts'

/** What a control of a field draws from. */
export interface ControlProps {
  field: FormField
  state: FormState
  onChange: (state: FormState) => void
  /** The id of the element that takes the focus. */
  id: string
  /** What describes the control to a screen reader: its help and its errors. */
  describedBy: string
  isInvalid: boolean
  /** Names the control, if it has no label of its own. */
  label?: string
}

/** Returns the attributes that every control of a form has. */
export function describedOf({ id, describedBy, isInvalid, label }: ControlProps) {
  return {
    id,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid,
  }
}

/** Returns the same and whether a value is required, which checkboxes do not tell. */
export function commonOf(props: ControlProps) {
  return { ...describedOf(props), 'aria-required': props.field.isRequired }
}

const AREAS: readonly FormField['editor'][] = ['area', 'code', 'lines', 'pairs', 'json']
const CODE: readonly FormField['editor'][] = ['code', 'json']
const MAX_ROWS = 16

/** Edits a value as text: in one line, in several, as a number, a date or JSON. */
export function TextControl(props: ControlProps) {
  const { field, state, onChange } = props
  const text = textFor(state, field)
  if (text === undefined) return <TextControl {...props} field={{ ...field, editor: 'json' }} />
  const common = {
    ...commonOf(props),
    value: text,
    dir: 'auto' as const,
    spellcheck: false,
    placeholder: placeholderOf(field),
    onInput: (event: { currentTarget: { value: string } }) =>
      onChange(withText(state, field, event.currentTarget.value)),
  }
  if (AREAS.includes(field.editor)) {
    const rows = Math.min(MAX_ROWS, Math.max(2, text.split('\n', MAX_ROWS).length))
    return <textarea {...common} rows={rows} class={CODE.includes(field.editor) ? 'code' : ''} />
  }
  if (field.isSecret) return <input {...common} type="password" autocomplete="off" />
  // A relative date, such as `3 days`, is text.
  if (field.editor === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) {
    return <input {...common} type="date" />
  }
  return (
    <input {...common} type="text" inputMode={field.editor === 'number' ? 'decimal' : 'text'} />
  )
}

function placeholderOf(field: FormField): string | undefined {
  const { editor, default: usual } = field
  if (editor === 'date') return 'YYYY-MM-DD'
  if (editor === 'pairs') return 'key: value'
  if (editor === 'json' || usual === undefined || typeof usual === 'object') return undefined
  return String(usual).slice(0, 100)
}

/** Chooses one of a few values. */
export function SelectControl(props: ControlProps) {
  const { field, state, onChange } = props
  const value = fieldValue(state, field.name)
  const isKnown = field.options.some((option) => option.value === value)
  if (value !== undefined && !isKnown) return <TextControl {...props} />
  const choose = (chosen: string) =>
    onChange(
      withValue(state, field.name, chosen === '' && !isOption(field, '') ? undefined : chosen),
    )
  return (
    <select
      {...commonOf(props)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {!isOption(field, '') && <option value="">No value</option>}
      {field.options.map(({ value: one, title }) => (
        <option key={one} value={one}>
          {title}
        </option>
      ))}
    </select>
  )
}

function isOption({ options }: FormField, value: string): boolean {
  return options.some((option) => option.value === value)
}
