import { CopyButton } from '../shared/parts/copy.tsx'
import { Fact } from '../shared/parts/fact.tsx'
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
          <Fact name="Run ID">
            <Id id={runId} of="run ID" />
          </Fact>
          {datasetId !== undefined && (
            <Fact name="Dataset ID">
              <Id id={datasetId} of="dataset ID" />
            </Fact>
          )}
          {storeId !== undefined && (
            <Fact name="Store ID">
              <Id id={storeId} of="store ID" />
            </Fact>
          )}
          {startedAt !== undefined && <Fact name="Started">{formats.dateTime(startedAt)}</Fact>}
          {build !== undefined && (
            <Fact name="Build">
              <bdi>{build}</bdi>
            </Fact>
          )}
          {exitCode !== undefined && <Fact name="Exit code">{exitCode}</Fact>}
          {consoleUrl !== undefined && (
            <Fact name="Console">
              <Link url={consoleUrl} />
            </Fact>
          )}
        </dl>
      </details>
    </>
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
