import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { useFormats } from '../use-host.ts'
import { ColumnPicker } from './column-picker.tsx'
import type { RowsModel } from './rows-model.ts'
import type { Scope } from './rows-state.ts'

interface RowsToolbarProps {
  model: RowsModel
  canSearch: boolean
  findMore: (() => Promise<void>) | undefined
  /** More controls at the end. */
  children: ComponentChildren
}

/** The filter, what it is about, and the choice of columns. */
export function RowsToolbar(props: RowsToolbarProps) {
  const { model, canSearch, findMore, children } = props
  const [isPicking, setIsPicking] = useState(false)
  const { columns, visible, filter, scope } = model.state
  const formats = useFormats()
  const picker = useRef<HTMLSpanElement>(null)
  const isAll = scope === 'all'
  const close = () => {
    setIsPicking(false)
    picker.current?.querySelector('button')?.focus()
  }
  const count = `${formats.number(visible.length)} of ${formats.number(columns.length)}`
  return (
    <>
      <div class="row table-tools">
        <input
          type="search"
          aria-label={isAll ? 'Filter all rows' : 'Filter this page'}
          placeholder="Filter"
          value={filter}
          onInput={(event) => model.setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && void model.search()}
        />
        {canSearch && <ScopeChoice scope={scope} onChange={(one) => void model.setScope(one)} />}
        {isAll && <Button onPress={() => void model.search()}>Search</Button>}
        <span ref={picker}>
          <button type="button" aria-expanded={isPicking} onClick={() => setIsPicking(!isPicking)}>
            Columns ({count})
          </button>
        </span>
        {children}
      </div>
      {isPicking && (
        <ColumnPicker
          {...{ columns, visible, findMore }}
          onChange={(names) => void model.setVisible(names)}
          onClose={close}
        />
      )}
    </>
  )
}

function ScopeChoice({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  return (
    <Choice
      label="Sort and filter"
      value={scope}
      options={[
        ['page', 'This page'],
        ['all', 'All rows'],
      ]}
      onChange={onChange}
    />
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
