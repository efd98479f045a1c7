import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { ColumnPicker } from './column-picker.tsx'
import type { RowsModel } from './rows-model.ts'

const SCOPES = [
  ['page', 'This page'],
  ['all', 'All rows'],
] as const

interface RowsToolbarProps {
  model: RowsModel
  canSearch: boolean
  findMore: (() => Promise<void>) | undefined
  /** More controls at the end. */
  children: ComponentChildren
}

/** The filter, what it is about, and the choice of columns. */
export function RowsToolbar({ model, canSearch, findMore, children }: RowsToolbarProps) {
  const { columns, visible, filter, scope } = model.state
  const [isPicking, setIsPicking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const isAll = scope === 'all'
  const search = () => model.wish({})
  const close = () => {
    setIsPicking(false)
    opener.current?.focus()
  }
  return (
    <>
      <div class="row table-tools">
        <input
          type="search"
          aria-label={isAll ? 'Filter all rows' : 'Filter this page'}
          placeholder="Filter"
          value={filter}
          onInput={(event) => model.set({ filter: event.currentTarget.value })}
          onKeyDown={({ key }) => key === 'Enter' && search()}
        />
        {isAll && <Button onPress={search}>Search</Button>}
        {canSearch && (
          <Choice
            label="Sort and filter"
            value={scope}
            options={SCOPES}
            onChange={(one) => model.wish({ scope: one })}
          />
        )}
        <button
          type="button"
          ref={opener}
          aria-expanded={isPicking}
          onClick={() => setIsPicking(!isPicking)}
        >
          Columns ({visible.length} of {columns.length})
        </button>
        {children}
      </div>
      {isPicking && <ColumnPicker {...{ model, findMore }} onClose={close} />}
    </>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [value: Value, text: string])[]
  onChange: (value: Value) => void
}

/** Buttons of which one is pressed. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, options, onChange } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend, and stands in no row.
    <span class="choice" role="group" aria-label={label}>
      {options.map(([one, text]) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
          {text}
        </button>
      ))}
    </span>
  )
}
