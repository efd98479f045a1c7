import { countTokens } from '../../../src/budget/token-cost.ts'
import { describeInput } from '../actor-input/describe-input.ts'
import { notes } from '../arguments.ts'
import { oneLine } from '../text/one-line.ts'
import {
  type ActorSource,
  actorName,
  actorPrice,
  datasetSchema,
  fitSection,
  shortNames,
} from './actor-source.ts'

/** Shows the input fields of an Actor. The first page also shows an example and the Actor itself. */
export async function inputSection(source: ActorSource) {
  const { actor, build, offset, settings } = source
  const { fields, example, reason } = await describeInput(actor, build)
  // An example is shown whole or not at all, because it must pass the Actor's check.
  const isShort = example !== undefined && countTokens(example) < settings.maxResultTokens / 3
  const overview = offset === 0 && {
    ...actorOverview(source),
    example: isShort ? example : undefined,
  }
  return fitSection(fields, source, ({ rows, next }) => ({
    actorId: actorName(actor),
    ...overview,
    input: rows,
    next,
    note: notes(
      actor.isDeprecated === true && 'This Actor is deprecated. Choose another one.',
      reason,
      example && !isShort && 'The example input is too long to show.',
    ),
  }))
}

function actorOverview(source: ActorSource) {
  const { actor, build, settings } = source
  const { memoryMbytes, timeoutSecs } = actor.defaultRunOptions ?? {}
  const dataset = Object.keys(datasetSchema(build).properties)
  return {
    title: oneLine(actor.title, 100),
    description: oneLine(actor.description, 300),
    build: build?.buildNumber ?? undefined,
    price: actorPrice(source),
    memoryMbytes: memoryMbytes ?? undefined,
    timeoutSecs: timeoutSecs ?? undefined,
    datasetFields: dataset.length > 0 ? shortNames(dataset, settings) : undefined,
  }
}
