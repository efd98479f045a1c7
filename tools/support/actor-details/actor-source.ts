import type { ApiActor, ApiBuild } from '../../../src/apify/types/actor-types.ts'
import { fitPage } from '../../../src/budget/fit-rows.ts'
import type { Settings } from '../../../src/tool-call/tool.ts'
import { readObjectSchema } from '../actor-input/input-schema.ts'
import { currentPricing, priceInWords } from '../pricing.ts'
import { firstNames, nameCount } from '../text/one-line.ts'

/** What a section of the details of an Actor is made from. */
export interface ActorSource {
  actor: ApiActor
  build: ApiBuild | undefined
  /** Where the page begins: fields, events, or characters of the README. */
  offset: number
  settings: Settings
}

/** Returns the name of an Actor, `user/name`, or its id if the API does not return the name. */
export function actorName({ id, username, name }: ApiActor): string {
  return username && name ? `${username}/${name}` : id
}

/** Says what a run of an Actor costs. */
export function actorPrice({ actor, settings }: ActorSource): string {
  if (settings.mode === 'local') return 'free; it runs on this machine'
  return priceInWords(currentPricing(actor.pricingInfos))
}

/** Reads the schema of the rows that an Actor stores. Without one it has no fields. */
export function datasetSchema(build: ApiBuild | undefined) {
  return readObjectSchema(build?.actorDefinition?.storages?.dataset?.fields ?? {})
}

/** Names of dataset fields that are shown at most. */
const MAX_NAMES = 30

/** Returns the first names of dataset fields, and a count of the others. */
export function shortNames(names: readonly string[], { maxResultTokens }: Settings): string[] {
  return firstNames(names, nameCount(maxResultTokens, MAX_NAMES), 'section output')
}

/** Rows of a section that fit, and where the next page begins. */
interface SectionPage {
  rows: unknown[]
  next: { offset: number } | undefined
}

/**
 * Builds a section around as many of its rows as fit.
 * @param all all rows of the section, of which the page begins at `offset`
 * @param wrap receives the rows that fit and returns the whole result
 */
export function fitSection<R>(
  all: readonly unknown[],
  { offset, settings }: ActorSource,
  wrap: (page: SectionPage) => R,
): R {
  const rows = all.slice(offset)
  return fitPage(rows, settings.maxResultTokens, (fitted) => {
    const next = fitted.rowsUsed < rows.length ? { offset: offset + fitted.rowsUsed } : undefined
    return wrap({ rows: fitted.rows, next })
  })
}
