import { ErrorLine, Status } from '../shared/parts/status.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useHost } from '../shared/use-host.ts'
import { InputPanel } from './input-panel.tsx'
import { readSchema, readSection } from './read-sections.ts'
import { Readme } from './readme.tsx'
import { hasOverview } from './results.ts'
import { RowTable } from './row-table.tsx'
import { useLoaded } from './use-loaded.ts'

const FIELD_COLUMNS = ['name', 'type', 'required', 'default', 'values', 'description']
const EVENT_COLUMNS = ['title', 'event', 'price', 'description']

interface SectionProps {
  /** A result with the section, if there is one already. */
  given: GetActorResult | undefined
  actorId: string
}

/** Shows the README, the output or the prices of an Actor, which it reads unless they are given. */
export function OtherSection({ given, actorId, section }: SectionProps & { section: string }) {
  const host = useHost()
  const load = given ? undefined : () => readSection(host, actorId, section)
  const { value = given, error } = useLoaded(load, `${actorId} ${section}`)
  if (error !== undefined) return <ErrorLine text={error} />
  if (!value) return <Status>Reading…</Status>
  if (section === 'readme') return <Readme first={value} />
  return (
    <>
      {section === 'pricing' && value.price !== undefined && <p>{value.price}</p>}
      {section === 'output' && value.description !== undefined && <p>{value.description}</p>}
      <RowTable caption="Fields of the rows" rows={value.fields ?? []} columns={FIELD_COLUMNS} />
      <RowTable
        caption="Events that are charged for"
        rows={value.events ?? []}
        columns={EVENT_COLUMNS}
      />
      {value.note !== undefined && <p class="quiet">{value.note}</p>}
    </>
  )
}

/** Shows the input of an Actor: as a form if its schema can be read, or else as a table. */
export function InputSection({ given, actorId }: SectionProps) {
  const host = useHost()
  const canRead = host.canCall('get_actor')
  const overview = useLoaded(
    given && hasOverview(given)
      ? undefined
      : canRead
        ? () => readSection(host, actorId, 'input')
        : undefined,
    actorId,
  )
  const schema = useLoaded(canRead ? () => readSchema(host, actorId) : undefined, actorId)
  const actor = given && hasOverview(given) ? given : overview.value
  const error = overview.error ?? schema.error
  if (actor && schema.value) {
    return (
      <>
        {schema.value.note !== undefined && <p class="quiet">{schema.value.note}</p>}
        {actor.note !== undefined && <p class="quiet">{actor.note}</p>}
        <InputPanel actor={actor} schema={schema.value.schema} />
      </>
    )
  }
  if (canRead && error === undefined) return <Status>Reading the input…</Status>
  return (
    <>
      <ErrorLine text={error} />
      <InputTable actor={actor ?? given} />
    </>
  )
}

/** Shows the input as the result describes it, for hosts that let a view call nothing. */
function InputTable({ actor }: { actor: GetActorResult | undefined }) {
  if (!actor) return null
  const example = actor.example === undefined ? undefined : JSON.stringify(actor.example, null, 2)
  return (
    <>
      <RowTable caption="Fields of the input" rows={actor.input ?? []} columns={FIELD_COLUMNS} />
      {example !== undefined && (
        <>
          <h2>An example input</h2>
          <pre>{example}</pre>
        </>
      )}
      {actor.note !== undefined && <p class="quiet">{actor.note}</p>}
    </>
  )
}
