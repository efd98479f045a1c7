import { useMemo, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import type { GetDatasetResult } from '../shared/results.ts'
import { cellText } from '../shared/table/cell.ts'
import { useFormats, useHost } from '../shared/use-host.ts'
import { type Field, fieldsOf } from './fields.ts'
import { DatasetRows } from './rows.tsx'

/** Shows what a dataset is, and its fields. Its rows are a press away. */
export function DatasetSummary({ result }: { result: GetDatasetResult }) {
  const host = useHost()
  const [isOpen, setIsOpen] = useState(false)
  const { datasetId, name, note, query } = result
  const args = useMemo(() => ({ datasetId }), [datasetId])
  const fields = useMemo(() => fieldsOf(result), [result])
  const canShow = host.canCall('list_dataset_items')
  return (
    <>
      <div class="row heading">
        <h1>
          Dataset <bdi>{name ?? datasetId}</bdi>
        </h1>
        {canShow && (
          <Button kind={isOpen ? undefined : 'primary'} onPress={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Show the fields' : 'Show the rows'}
          </Button>
        )}
      </div>
      <Facts result={result} />
      {isOpen && <DatasetRows args={args} />}
      {!isOpen && (
        <>
          {fields.length > 0 && <FieldsTable fields={fields} sampled={result.sampledRows} />}
          {query !== undefined && <Query sql={query} />}
          <Json title="A row" value={result.row} />
          <Json title="JSON schema" value={result.schema} />
          {note !== undefined && fields.length === 0 && <p class="quiet">{note}</p>}
        </>
      )}
    </>
  )
}

function Facts({ result }: { result: GetDatasetResult }) {
  const formats = useFormats()
  const { datasetId, itemCount, bytes, createdAt, modifiedAt } = result
  const facts: [string, string | undefined][] = [
    ['Rows', itemCount === undefined ? undefined : formats.number(itemCount)],
    ['Size', bytes === undefined ? undefined : formats.bytes(bytes)],
    ['Created', createdAt && formats.dateTime(createdAt)],
    ['Modified', modifiedAt && formats.dateTime(modifiedAt)],
    ['Id', datasetId],
  ]
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

function FieldsTable({ fields, sampled }: { fields: Field[]; sampled: number }) {
  const formats = useFormats()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the box.
    <section class="table-box" tabIndex={0} aria-label="Fields">
      <table>
        <caption>
          {formats.number(fields.length)} fields, by {formats.number(sampled)} rows
        </caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">SQL</th>
            <th scope="col" class="number">
              Filled
            </th>
            <th scope="col">Example</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <th scope="row">
                <bdi>{field.name}</bdi>
              </th>
              <td>{field.type}</td>
              <td>
                {field.sqlType} {field.column !== undefined && <bdi>as {field.column}</bdi>}
              </td>
              <td class="number">{field.filled !== undefined && formats.percent(field.filled)}</td>
              <td>
                <bdi>{cellText(field.example)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Query({ sql }: { sql: string }) {
  return (
    <>
      <h2>A query that works</h2>
      <div class="row">
        <code>
          <bdi>{sql}</bdi>
        </code>
        <CopyButton text={sql} label="Copy the SQL" />
      </div>
    </>
  )
}

function Json({ title, value }: { title: string; value: unknown }) {
  if (value === undefined) return null
  return (
    <details>
      <summary>{title}</summary>
      <pre>
        <Folded text={JSON.stringify(value, null, 2)} chars={4000} of={title} />
      </pre>
    </details>
  )
}
