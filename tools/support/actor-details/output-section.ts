import { fieldTable } from '../actor-input/input-schema.ts'
import { oneLine } from '../text/one-line.ts'
import {
  type ActorSource,
  actorName,
  datasetSchema,
  fitSection,
  shortNames,
} from './actor-source.ts'

/** Views that are shown at most. */
const MAX_VIEWS = 5

/** Shows the fields of the rows that an Actor stores, and the views of its dataset. */
export async function outputSection(source: ActorSource) {
  const { actor, build, offset } = source
  const fields = fieldTable(datasetSchema(build))
  const views = offset === 0 ? datasetViews(source) : []
  return fitSection(fields, source, ({ rows, next }) => ({
    actorId: actorName(actor),
    description: oneLine(build?.actorDefinition?.storages?.dataset?.description, 300),
    fields: rows,
    views: views.length > 0 ? Object.fromEntries(views) : undefined,
    next,
    note:
      fields.length === 0
        ? 'The Actor does not describe its output. Make a small run, then call `get_dataset` with its `runId`.'
        : undefined,
  }))
}

function datasetViews({ build, settings }: ActorSource): [name: string, fields: string[]][] {
  const views = Object.entries(build?.actorDefinition?.storages?.dataset?.views ?? {})
  return views
    .slice(0, MAX_VIEWS)
    .map(([name, view]) => [
      name.slice(0, 60),
      shortNames(view.transformation?.fields ?? [], settings),
    ])
}
