import type { ComponentChildren } from 'preact'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { Link } from '../shared/parts/link.tsx'
import { useFormats } from '../shared/use-host.ts'
import type { RunState } from './run-state.ts'

/** What names a run and its storages, for a person who wants to look elsewhere. */
export function RunDetails({ run }: { run: RunState }) {
  const formats = useFormats()
  const { runId, datasetId, storeId, build, startedAt, exitCode, consoleUrl, output } = run
  return (
    <>
      {output !== undefined && (
        <details>
          <summary>Output</summary>
          <pre>
            <Folded text={outputText(output)} chars={2000} of="the output" />
          </pre>
        </details>
      )}
      <details>
        <summary>Details</summary>
        <dl class="details">
          <Detail name="Run ID">
            <Id id={runId} of="run ID" />
          </Detail>
          {datasetId !== undefined && (
            <Detail name="Dataset ID">
              <Id id={datasetId} of="dataset ID" />
            </Detail>
          )}
          {storeId !== undefined && (
            <Detail name="Store ID">
              <Id id={storeId} of="store ID" />
            </Detail>
          )}
          {startedAt !== undefined && <Detail name="Started">{formats.dateTime(startedAt)}</Detail>}
          {build !== undefined && (
            <Detail name="Build">
              <bdi>{build}</bdi>
            </Detail>
          )}
          {exitCode !== undefined && <Detail name="Exit code">{exitCode}</Detail>}
          {consoleUrl !== undefined && (
            <Detail name="Console">
              <Link url={consoleUrl} />
            </Detail>
          )}
        </dl>
      </details>
    </>
  )
}

function Detail({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Id({ id, of }: { id: string; of: string }) {
  return (
    <span class="row">
      <code>
        <bdi>{id}</bdi>
      </code>
      <CopyButton text={id} label={`Copy the ${of}`} />
    </span>
  )
}

function outputText(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output, null, 2)
}
