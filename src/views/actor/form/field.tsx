import { Button } from '../../shared/parts/button.tsx'
import { Folded } from '../../shared/parts/folded.tsx'
import { plainDescription } from './description.ts'
import { type FormState, fieldValue, withValue } from './form-state.ts'
import { ChoicesControl, ProxyControl } from './group-control.tsx'
import type { FormField } from './schema.ts'
import { type ControlProps, describedOf, SelectControl, TextControl } from './text-control.tsx'

interface FieldProps {
  field: FormField
  state: FormState
  onChange: (state: FormState) => void
  /** What is wrong with the field. */
  errors: readonly string[]
  id: string
}

const SECRET =
  'A secret: kept only while this page is open, and left out of messages. The client passes it on and may log it.'

/** Shows a field of an input with its label, its help and what is wrong with it. */
export function Field({ field, state, onChange, errors, id }: FieldProps) {
  const isInvalid = errors.length > 0
  const describedBy = `${id}-help${isInvalid ? ` ${id}-error` : ''}`
  const props: ControlProps = { field, state, onChange, id, describedBy, isInvalid }
  return (
    <div class="field" data-invalid={isInvalid}>
      <Control {...props} />
      <Help {...props} />
      {isInvalid && (
        <div id={`${id}-error`} class="field-error" dir="auto">
          {errors.join('; ')}
        </div>
      )}
    </div>
  )
}

function Control(props: ControlProps) {
  const { field, state, onChange, id } = props
  const value = fieldValue(state, field.name)
  const isBoolean = value === undefined || typeof value === 'boolean'
  switch (field.editor) {
    case 'checkbox':
      if (!isBoolean) break
      return (
        <label class="choice" for={id}>
          <input
            {...describedOf(props)}
            type="checkbox"
            checked={value === true}
            onChange={(event) =>
              onChange(withValue(state, field.name, event.currentTarget.checked))
            }
          />
          <Title field={field} />
        </label>
      )
    case 'select':
      return <Labelled {...props} control={<SelectControl {...props} />} />
    case 'choices':
      return <Grouped {...props} control={<ChoicesControl {...props} />} />
    case 'proxy':
      return <Grouped {...props} control={<ProxyControl {...props} />} />
  }
  return <Labelled {...props} control={<TextControl {...props} />} />
}

type WithControl = ControlProps & { control: preact.ComponentChild }

function Labelled({ id, field, control }: WithControl) {
  return (
    <>
      <label for={id}>
        <Title field={field} />
      </label>
      {control}
    </>
  )
}

function Grouped({ field, control }: WithControl) {
  return (
    <fieldset>
      <legend>
        <Title field={field} />
      </legend>
      {control}
    </fieldset>
  )
}

function Title({ field }: { field: FormField }) {
  const { title, name, unit, isRequired } = field
  return (
    <>
      <bdi class="title">{title}</bdi>
      {unit !== undefined && <span class="quiet"> in {unit}</span>}
      {isRequired && <span class="required"> required</span>}
      {title !== name && (
        <span class="quiet name">
          {' '}
          <bdi>{name.slice(0, 120)}</bdi>
        </span>
      )}
    </>
  )
}

function Help({ field, state, onChange, id }: ControlProps) {
  const { name, title, description, isNullable, isSecret } = field
  const text = plainDescription(description)
  return (
    <div id={`${id}-help`} class="quiet help">
      {text !== '' && <Folded text={text} of={title} />} {hintOf(field)}
      {isSecret && <div class="secret">{SECRET}</div>}
      {isNullable && fieldValue(state, name) !== null && (
        <Button
          label={`Set to null: ${title}`}
          onPress={() => onChange(withValue(state, name, null))}
        >
          Set to null
        </Button>
      )}
    </div>
  )
}

/** Says what a control does not show by itself: bounds, and how a list is written. */
function hintOf({ editor, minimum, maximum }: FormField): string {
  const hints: string[] = []
  if (editor === 'lines') hints.push('One entry a line.')
  if (editor === 'pairs') hints.push('One key: value a line.')
  if (editor === 'json') hints.push('JSON.')
  if (minimum !== undefined && maximum !== undefined) hints.push(`From ${minimum} to ${maximum}.`)
  else if (minimum !== undefined) hints.push(`At least ${minimum}.`)
  else if (maximum !== undefined) hints.push(`At most ${maximum}.`)
  return hints.join(' ')
}
