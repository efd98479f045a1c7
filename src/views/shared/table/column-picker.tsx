import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ActionButton, Button } from '../parts/button.tsx'
import { useAction } from '../use-host.ts'
import type { RowsModel } from './rows-model.ts'

/** How many columns are listed; a text finds the others. */
const MAX_LISTED = 120

interface ColumnPickerProps {
  model: RowsModel
  onClose: () => void
  /** Looks up which other columns the rows have. */
  findMore: (() => Promise<void>) | undefined
}

/** Lets a person choose the columns. */
export function ColumnPicker({ model, onClose, findMore }: ColumnPickerProps) {
  const box = useRef<HTMLFieldSetElement>(null)
  const [text, setText] = useState('')
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), [])
  const { columns, visible } = model.state
  const found = columns.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()))
  const toggle = (name: string) =>
    model.choose(
      visible.includes(name) ? visible.filter((other) => other !== name) : [...visible, name],
    )
  return (
    <fieldset
      class="note columns"
      aria-label="Columns"
      ref={box}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <div class="row">
        <input
          type="search"
          aria-label="Find a column"
          placeholder="Find a column"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button onPress={() => model.choose(columns)}>Show all</Button>
        {findMore && <FindMore findMore={findMore} />}
        <Button onPress={onClose}>Done</Button>
      </div>
      <div class="column-list">
        {found.slice(0, MAX_LISTED).map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={visible.includes(name)}
              // A table without columns would show nothing.
              disabled={visible.length === 1 && visible.includes(name)}
              onChange={() => toggle(name)}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </div>
      <span class="quiet" role="status">
        {found.length > MAX_LISTED && `The first ${MAX_LISTED} are listed.`}
        {found.length === 0 && 'No column has this in its name.'}
      </span>
    </fieldset>
  )
}

function FindMore({ findMore }: { findMore: () => Promise<void> }) {
  return <ActionButton action={useAction({ run: findMore })}>Find more</ActionButton>
}
