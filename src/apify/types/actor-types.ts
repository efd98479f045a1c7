import { z } from 'zod'
import {
  amount,
  anyObject,
  count,
  entries,
  entriesByName,
  flag,
  jsonText,
  number,
  part,
  reference,
  requiredId,
  text,
  time,
} from './lenient.ts'

/**
 * Actors, builds and prices as the API returns them. All of it is only shown, so a part with an
 * unexpected form counts as missing and never makes a call fail.
 */
const texts = z.array(z.string()).nullish().catch(undefined)

const chargeEvent = z.object({
  eventTitle: text,
  eventDescription: text,
  eventPriceUsd: amount,
  eventTieredPricingUsd: entriesByName(z.object({ tieredEventPriceUsd: amount })),
  isPrimaryEvent: flag,
  isOneTimeEvent: flag,
})
export type ApiChargeEvent = z.output<typeof chargeEvent>

/** `ActorRunPricingInfo` and `CurrentPricingInfo` of the API, for all four pricing models. */
const apiPricing = z.object({
  pricingModel: text,
  startedAt: time,
  unitName: text,
  pricePerUnitUsd: amount,
  tieredPricing: entriesByName(z.object({ tieredPricePerUnitUsd: amount })),
  trialMinutes: amount,
  minimalMaxTotalChargeUsd: amount,
  isPPEPlatformUsagePaidByUser: flag,
  pricingPerEvent: part({ actorChargeEvents: entriesByName(chargeEvent) }),
})
export type ApiPricing = z.output<typeof apiPricing>

/** A price of another form is unknown. Only an Actor without any price is free. */
const UNKNOWN_PRICE: ApiPricing = {}

/**
 * One Actor of `ListOfStoreActors`, with fields that are only searched. Its name is missing if the entry
 * has another form.
 */
const apiStoreActor = z.looseObject({
  id: text,
  name: text,
  username: text,
  title: text,
  description: text,
  notice: text,
  stats: part({ totalUsers: count, actorReviewRating: number, actorReviewCount: count }),
  actorReviewRating: number,
  currentPricingInfo: apiPricing.nullish().catch(UNKNOWN_PRICE),
})
export type ApiStoreActor = z.output<typeof apiStoreActor>

export const apiStorePage = z.object({ total: count, items: entries(apiStoreActor) })

/** A page of the Store, and how many Actors of it are left out. */
export type StorePage = z.output<typeof apiStorePage> & { hidden?: number }

export const apiActor = z.object({
  id: requiredId,
  name: text,
  username: text,
  title: text,
  description: text,
  isDeprecated: flag,
  pricingInfos: entries(apiPricing).nullish().catch([UNKNOWN_PRICE]),
  defaultRunOptions: part({ build: text, timeoutSecs: amount, memoryMbytes: amount }),
  exampleRunInput: part({ body: jsonText }),
})
export type ApiActor = z.output<typeof apiActor>

/** What an Actor is called; an entry of another form has no name. */
export const apiActorName = z.object({ id: reference, username: text, name: text })
/** The same of one Actor, whose ID is what runs are started by. */
export const apiNamedActor = apiActorName.extend({ id: requiredId })
export const apiActorList = z.object({ items: entries(apiActorName) })

const apiView = z.object({ title: text, transformation: part({ fields: texts }) })

/** A build, with the Actor's own description of its input, output and use. */
export const apiBuild = z.object({
  id: requiredId,
  buildNumber: text,
  inputSchema: jsonText,
  readme: text,
  actorDefinition: part({
    input: anyObject,
    readme: text,
    storages: part({
      dataset: part({ description: text, fields: anyObject, views: entriesByName(apiView) }),
    }),
  }),
})
export type ApiBuild = z.output<typeof apiBuild>

/** The query of a search in Apify Store. */
export interface StoreQuery {
  search: string
  category?: string | undefined
  limit: number
  offset: number
}
