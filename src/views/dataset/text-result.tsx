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
  const [isTable, setIsTable] = useState(false)
  if (isTable) return <DatasetRows args={args} />
  const { text = '', note } = result
  const isValue = args.charOffset !== undefined
  return (
    <>
      <h1>
        <bdi>{(isValue && textOf(listOf(args.fields)[0])) || 'Rows as text'}</bdi>
      </h1>
      <pre>
        <Folded text={text} chars={4000} />
      </pre>
      <p class="quiet">{isValue && note}</p>
      <div class="row">
        <CopyButton text={text} />
        {host.canCall('list_dataset_items') && (
          <Button onPress={() => setIsTable(true)}>Show as a table</Button>
        )}
      </div>
    </>
  )
}
