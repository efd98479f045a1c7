import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { ActionButton, Button } from '../parts/button.tsx'
import { useAction, useFormats } from '../use-host.ts'

/** How many columns are listed; a text finds the others. */
const MAX_LISTED = 120
/** From so many columns on, there is a field to find one. */
const MANY = 20

interface ColumnPickerProps {
  columns: readonly string[]
  visible: readonly string[]
  onChange: (visible: string[]) => void
  onClose: () => void
  /** Looks up which other columns the rows have. */
  findMore: (() => Promise<void>) | undefined
}

/** Lets a person choose the columns. */
export function ColumnPicker({ columns, visible, onChange, onClose, findMore }: ColumnPickerProps) {
  const id = useId()
  const formats = useFormats()
  const box = useRef<HTMLFieldSetElement>(null)
  const [text, setText] = useState('')
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const found = columns.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()))
  const listed = found.slice(0, MAX_LISTED)
  const toggle = (name: string, isShown: boolean) =>
    onChange(isShown ? [...visible, name] : visible.filter((other) => other !== name))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <fieldset class="note columns" ref={box} onKeyDown={onKeyDown}>
      <legend class="hidden-text">Columns</legend>
      <div class="row">
        {columns.length >= MANY && (
          <input
            type="search"
            aria-label="Find a column"
            placeholder="Find a column"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Button onPress={() => onChange([...columns])}>Show all</Button>
        {findMore && <FindMore findMore={findMore} />}
        <Button onPress={onClose}>Done</Button>
      </div>
      <div class="column-list">
        {listed.map((name, place) => {
          const isShown = visible.includes(name)
          return (
            <label key={name} for={`${id}-${place}`}>
              <input
                id={`${id}-${place}`}
                type="checkbox"
                checked={isShown}
                // A table without columns would show nothing.
                disabled={isShown && visible.length === 1}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
              <bdi>{name}</bdi>
            </label>
          )
        })}
      </div>
      <span class="quiet" role="status">
        {found.length > listed.length &&
          `${formats.number(listed.length)} of ${formats.number(found.length)} columns are listed.`}
        {found.length === 0 && 'No column has this text in its name.'}
      </span>
    </fieldset>
  )
}

function FindMore({ findMore }: { findMore: () => Promise<void> }) {
  const action = useAction({ run: findMore })
  return <ActionButton action={action}>Find more columns</ActionButton>
}
