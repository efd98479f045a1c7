import './form.css'
import { useId, useState } from 'preact/hooks'
import { Folded } from '../../shared/parts/folded.tsx'
import { plainDescription } from './description.ts'
import { Field } from './field.tsx'
import { type FormState, jsonError, jsonText, otherMembers, withJson } from './form-state.ts'
import type { Problem } from './problems.ts'
import { type FormField, type FormSection, fieldsOf } from './schema.ts'

interface InputFormProps {
  sections: readonly FormSection[]
  state: FormState
  onChange: (state: FormState) => void
  problems: readonly Problem[]
  /** Makes the ids of the controls. */
  idOf: (name: string) => string
  /** Whether all sections begin closed. */
  isClosed?: boolean
}

/** From this many fields on, a form has a search, and sections beyond the first are closed. */
const MANY_FIELDS = 12

/** Shows the fields of an input in their sections. */
export function InputForm({ sections, state, onChange, problems, idOf, isClosed }: InputFormProps) {
  const [query, setQuery] = useState('')
  const fields = fieldsOf(sections)
  const isLarge = fields.length > MANY_FIELDS
  const isShown = (field: FormField) => !field.isHidden && matches(field, query)
  const draw = (field: FormField) => (
    <Field
      key={field.name}
      field={field}
      state={state}
      onChange={onChange}
      errors={problems.filter((one) => one.field === field.name).map((one) => messageIn(one))}
      id={idOf(field.name)}
    />
  )
  return (
    <div class="form">
      {isLarge && (
        <input
          type="search"
          aria-label="Find a field"
          placeholder={`Find one of ${fields.length} fields`}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {sections.map((section, i) => (
        <Section
          key={i}
          section={section}
          shown={section.fields.filter(isShown)}
          isOpen={!isClosed && (i === 0 || !isLarge || query !== '')}
          hasProblem={problems.some((one) => section.fields.some(({ name }) => name === one.field))}
          draw={draw}
        />
      ))}
      {query !== '' && !fields.some(isShown) && <p>No field matches.</p>}
      <Unshown state={state} fields={fields} />
    </div>
  )
}

/** Says of the path within a field what is wrong. */
function messageIn({ path, field, reason }: Problem): string {
  const inside = path.slice(field?.length ?? 0)
  return inside === '' ? reason : `${inside.replace(/^\./, '')} ${reason}`
}

function matches({ name, title }: FormField, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted)
}

interface SectionProps {
  section: FormSection
  shown: readonly FormField[]
  isOpen: boolean
  hasProblem: boolean
  draw: (field: FormField) => preact.ComponentChild
}

function Section({ section, shown, isOpen, hasProblem, draw }: SectionProps) {
  const [toggled, setToggled] = useState<boolean>()
  if (shown.length === 0) return null
  const { caption, description } = section
  if (caption === undefined) return <>{shown.map(draw)}</>
  const open = hasProblem || (toggled ?? isOpen)
  return (
    <details open={open} onToggle={(event) => setToggled(event.currentTarget.open)}>
      <summary>
        <bdi>{caption}</bdi> <span class="quiet">{shown.length}</span>
      </summary>
      {open && description !== '' && (
        <p class="quiet">
          <Folded text={plainDescription(description)} of={caption} />
        </p>
      )}
      {open && shown.map(draw)}
    </details>
  )
}

/** Says what is part of the input and has no control. */
function Unshown({ state, fields }: { state: FormState; fields: readonly FormField[] }) {
  const hidden = fields.filter((field) => field.isHidden).map(({ name }) => name)
  const others = otherMembers(state, fields)
  if (hidden.length + others.length === 0) return null
  return (
    <p class="quiet">
      Only in the JSON:{' '}
      <bdi>
        <Folded text={[...hidden, ...others].join(', ')} />
      </bdi>
    </p>
  )
}

/** Edits the whole input as JSON. */
export function JsonForm({ state, onChange }: Pick<InputFormProps, 'state' | 'onChange'>) {
  const id = useId()
  const error = jsonError(state)
  return (
    <div class="field" data-invalid={error !== undefined}>
      <label for={id}>The input as JSON</label>
      <textarea
        id={id}
        class="code"
        rows={14}
        spellcheck={false}
        value={jsonText(state)}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onInput={(event) => onChange(withJson(state, event.currentTarget.value))}
      />
      {error !== undefined && (
        <div id={`${id}-error`} class="field-error" role="alert">
          The text {error}
        </div>
      )}
    </div>
  )
}
