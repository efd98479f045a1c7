import { Button } from '../parts/button.tsx'
import type { RowsModel } from './rows-model.ts'

const SIZES = [25, 50, 100, 250, 1000]

/** Turns pages, and sets how many rows they have. */
export function Pager({ model }: { model: RowsModel }) {
  const { page, limit, loading } = model.state
  const offset = page?.offset ?? 0
  const next = page?.next
  if (offset === 0 && next === undefined) return null
  const isBusy = loading !== undefined
  return (
    <nav class="row quiet" aria-label="Pages">
      <Button onPress={() => model.showPrevious()} isDisabled={isBusy || offset === 0}>
        Previous
      </Button>
      <Button onPress={() => next && void model.show(next)} isDisabled={isBusy || !next}>
        Next
      </Button>
      <label>
        Rows{' '}
        <select
          value={limit}
          disabled={isBusy}
          onChange={({ currentTarget: { value } }) => {
            model.set({ limit: Number(value) })
            void model.show(offset)
          }}
        >
          {SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <label>
        Go to row{' '}
        <input
          class="go-to"
          type="number"
          min="1"
          disabled={isBusy}
          onChange={({ currentTarget: { valueAsNumber } }) =>
            valueAsNumber >= 1 && void model.show(Math.trunc(valueAsNumber) - 1)
          }
        />
      </label>
    </nav>
  )
}
