import { Button } from '../parts/button.tsx'
import type { RowsModel } from './rows-model.ts'

const SIZES = [25, 50, 100, 250, 1000]

/** Turns pages, and sets how many rows they have. */
export function Pager({ model }: { model: RowsModel }) {
  const { page, limit, loading } = model.state
  const isBusy = loading !== undefined
  const sizes = SIZES.includes(limit) ? SIZES : [...SIZES, limit].sort((a, b) => a - b)
  const isOnly = page?.next === undefined && !model.hasPrevious
  return (
    <nav class="row" aria-label="Pages">
      <Button onPress={() => void model.previous()} isDisabled={isBusy || !model.hasPrevious}>
        Previous
      </Button>
      <Button onPress={() => void model.next()} isDisabled={isBusy || page?.next === undefined}>
        Next
      </Button>
      {!isOnly && (
        <>
          <label class="quiet">
            Rows per page{' '}
            <select
              value={limit}
              disabled={isBusy}
              onChange={(event) => void model.setLimit(Number(event.currentTarget.value))}
            >
              {sizes.map((size) => (
                <option key={size} value={size}>
                  {size}
                </option>
              ))}
            </select>
          </label>
          <GoTo model={model} isBusy={isBusy} />
        </>
      )}
    </nav>
  )
}

function GoTo({ model, isBusy }: { model: RowsModel; isBusy: boolean }) {
  const go = (field: HTMLInputElement) => {
    const row = Number(field.value)
    if (Number.isInteger(row) && row >= 1) void model.goTo(row)
  }
  return (
    <label class="quiet">
      Go to row{' '}
      <input
        class="go-to"
        inputMode="numeric"
        disabled={isBusy}
        onKeyDown={(event) => event.key === 'Enter' && go(event.currentTarget)}
      />
    </label>
  )
}
