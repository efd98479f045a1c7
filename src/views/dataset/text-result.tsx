import { useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import type { ListDatasetItemsResult } from '../shared/results.ts'
import { useHost } from '../shared/use-host.ts'
import { listOf, textOf } from '../shared/values.ts'
import { DatasetRows } from './rows.tsx'

interface TextResultProps {
  result: ListDatasetItemsResult
  args: Record<string, unknown>
}

/** Shows rows that were asked for as text, such as CSV, or a part of one long value. */
export function TextResult({ result, args }: TextResultProps) {
  const host = useHost()
  const [tableArgs, setTableArgs] = useState<Record<string, unknown>>()
  const { text = '', note } = result
  const isValue = args.charOffset !== undefined
  const { charOffset: _offset, fields, limit: _limit, ...rest } = args
  if (tableArgs) return <DatasetRows args={tableArgs} />
  const showTable = () => setTableArgs(isValue ? rest : { ...rest, fields })
  return (
    <>
      <h1>{isValue ? <bdi>{textOf(listOf(fields)[0]) ?? 'Value'}</bdi> : 'Rows as text'}</h1>
      <pre>
        <Folded text={text} chars={4000} />
      </pre>
      {note !== undefined && isValue && <p class="quiet">{note}</p>}
      <div class="row">
        <CopyButton text={text} />
        {host.canCall('list_dataset_items') && <Button onPress={showTable}>Show as a table</Button>}
      </div>
    </>
  )
}
