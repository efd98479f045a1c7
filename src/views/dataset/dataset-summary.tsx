import { useMemo, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Fact } from '../shared/parts/fact.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import type { GetDatasetResult } from '../shared/results.ts'
import { RowsView } from '../shared/table/rows-view.tsx'
import { useFormats, useHost } from '../shared/use-host.ts'
import { fieldsPage, NO_SOURCE } from './fields-page.ts'
import { DatasetRows } from './rows.tsx'

/** Shows what a dataset is, and its fields. Its rows are a press away. */
export function DatasetSummary({ result }: { result: GetDatasetResult }) {
  const host = useHost()
  const [isOpen, setIsOpen] = useState(false)
  const { datasetId, name, note, query, row, schema } = result
  const args = useMemo(() => ({ datasetId }), [datasetId])
  const fields = useMemo(() => fieldsPage(result), [result])
  return (
    <>
      <div class="row heading">
        <h1>
          Dataset <bdi>{name ?? datasetId}</bdi>
        </h1>
        {host.canCall('list_dataset_items') && (
          <Button kind={isOpen ? undefined : 'primary'} onPress={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Show the fields' : 'Show the rows'}
          </Button>
        )}
      </div>
      <Facts result={result} />
      {isOpen && <DatasetRows args={args} />}
      {!isOpen && (
        <>
          {fields.rows.length > 0 && (
            <RowsView source={NO_SOURCE} first={fields} hasChart={false} />
          )}
          <Text title="A query that works" text={query} />
          <Text title="A row" text={JSON.stringify(row, null, 2)} />
          <Text title="JSON schema" text={JSON.stringify(schema, null, 2)} />
          <p class="quiet">{result.sampledRows === 0 && note}</p>
        </>
      )}
    </>
  )
}

function Facts({ result }: { result: GetDatasetResult }) {
  const { number, bytes, dateTime } = useFormats()
  const { datasetId, itemCount, createdAt, modifiedAt } = result
  const facts = [
    ['Rows', itemCount !== undefined && number(itemCount)],
    ['Size', result.bytes !== undefined && bytes(result.bytes)],
    ['Created', createdAt && dateTime(createdAt)],
    ['Modified', modifiedAt && dateTime(modifiedAt)],
    ['ID', datasetId],
  ] as const
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <Fact name={name}>
              <bdi>{value}</bdi>
            </Fact>
          ),
      )}
    </dl>
  )
}

/** A text that a person unfolds. */
export function Text({ title, text }: { title: string; text: string | undefined }) {
  if (text === undefined) return null
  return (
    <details>
      <summary>{title}</summary>
      <pre>
        <Folded text={text} chars={4000} of={title} />
      </pre>
      <CopyButton text={text} label={`Copy: ${title}`} />
    </details>
  )
}
