import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useFormats, useHost } from '../use-host.ts'
import { RowPanel } from './row-panel.tsx'
import { rowReader } from './row-reader.ts'
import type { RowSource } from './row-source.ts'
import { type RowsPage, rowNumber } from './rows-page.ts'

/** Which row of a page is shown in full. */
interface Opened {
  /** Undefined if none is. */
  index: number | undefined
  open: (index: number) => void
  close: () => void
}

/** Keeps which row is open. When it closes, the focus goes back to what opened it. */
export function useOpenedRow(page: RowsPage | undefined): Opened {
  const [opened, setOpened] = useState<{ page: RowsPage | undefined; index: number }>()
  const opener = useRef<Element | null>(null)
  const index = opened?.page === page ? opened?.index : undefined
  useLayoutEffect(() => {
    if (index !== undefined) return
    if (opener.current instanceof HTMLElement) opener.current.focus()
    opener.current = null
  }, [index])
  return {
    index,
    open(wanted) {
      opener.current ??= document.activeElement
      setOpened({ page, index: wanted })
    },
    close: () => setOpened(undefined),
  }
}

interface OpenedRowProps {
  page: RowsPage
  /** The indexes of the rows that are shown, in their order. */
  order: readonly number[]
  source: RowSource
  opened: Opened
}

export function OpenedRow({ page, order, source: { dataset }, opened }: OpenedRowProps) {
  const host = useHost()
  const formats = useFormats()
  const canRead = dataset !== undefined && host.canCall('list_dataset_items')
  const reader = useMemo(
    () => (canRead && dataset ? rowReader(host, dataset) : undefined),
    [host, dataset, canRead],
  )
  const { index } = opened
  if (index === undefined) return null
  const values = page.rows[index] ?? []
  const fields = page.columns.map((name, place) => [name, values[place]] as const)
  const step = (by: number) => {
    const other = order[order.indexOf(index) + by]
    return other === undefined ? undefined : () => opened.open(other)
  }
  return (
    <RowPanel
      title={`Row ${formats.number(rowNumber(page, index))}`}
      row={Object.fromEntries(fields.filter(([, value]) => value !== undefined))}
      position={page.positions[index]}
      reader={reader}
      onClose={opened.close}
      onPrevious={step(-1)}
      onNext={step(1)}
    />
  )
}
