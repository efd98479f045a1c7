import { z } from 'zod'

/**
 * Actors, builds and prices as the API returns them. All of it is only shown, so a part with an
 * unexpected form counts as missing and never makes a call fail.
 */
const text = z.string().nullish().catch(undefined)
const number = z.number().nullish().catch(undefined)
const flag = z.boolean().nullish().catch(undefined)
const texts = z.array(z.string()).nullish().catch(undefined)
/** A JSON object whose form is up to the Actor's author. */
const anyObject = z.record(z.string(), z.unknown()).nullish().catch(undefined)

const stats = z
  .object({ totalUsers: number, actorReviewRating: number, actorReviewCount: number })
  .nullish()
  .catch(undefined)

const chargeEvent = z.object({
  eventTitle: text,
  eventDescription: text,
  eventPriceUsd: number,
  eventTieredPricingUsd: z
    .record(z.string(), z.object({ tieredEventPriceUsd: number }))
    .nullish()
    .catch(undefined),
  isPrimaryEvent: flag,
  isOneTimeEvent: flag,
})
export type ApiChargeEvent = z.output<typeof chargeEvent>

/** `ActorRunPricingInfo` and `CurrentPricingInfo` of the API, for all four pricing models. */
const apiPricing = z.object({
  pricingModel: text,
  startedAt: text,
  unitName: text,
  pricePerUnitUsd: number,
  tieredPricing: z
    .record(z.string(), z.object({ tieredPricePerUnitUsd: number }))
    .nullish()
    .catch(undefined),
  trialMinutes: number,
  minimalMaxTotalChargeUsd: number,
  isPPEPlatformUsagePaidByUser: flag,
  pricingPerEvent: z
    .object({ actorChargeEvents: z.record(z.string(), chargeEvent).nullish() })
    .nullish()
    .catch(undefined),
})
export type ApiPricing = z.output<typeof apiPricing>

/** One Actor of `ListOfStoreActors`. */
const apiStoreActor = z.object({
  name: z.string(),
  username: z.string(),
  title: text,
  description: text,
  notice: text,
  stats,
  actorReviewRating: number,
  currentPricingInfo: apiPricing.nullish().catch(undefined),
})
export type ApiStoreActor = z.output<typeof apiStoreActor>

export const apiStorePage = z.object({ total: number, items: z.array(apiStoreActor) })

export const apiActor = z.object({
  id: z.string(),
  name: text,
  username: text,
  title: text,
  description: text,
  isDeprecated: flag,
  pricingInfos: z.array(apiPricing).nullish().catch(undefined),
  defaultRunOptions: z
    .object({ build: text, timeoutSecs: number, memoryMbytes: number })
    .nullish()
    .catch(undefined),
  exampleRunInput: z.object({ body: text }).nullish().catch(undefined),
})
export type ApiActor = z.output<typeof apiActor>

/** A build, with the Actor's own description of its input, output and use. */
export const apiBuild = z.object({
  id: z.string(),
  buildNumber: text,
  /** A JSON text. */
  inputSchema: text,
  readme: text,
  actorDefinition: z
    .object({
      input: anyObject,
      readme: text,
      storages: z
        .object({
          dataset: z
            .object({
              description: text,
              fields: anyObject,
              views: z
                .record(
                  z.string(),
                  z.object({
                    title: text,
                    transformation: z.object({ fields: texts }).nullish().catch(undefined),
                  }),
                )
                .nullish()
                .catch(undefined),
            })
            .nullish()
            .catch(undefined),
        })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
})
export type ApiBuild = z.output<typeof apiBuild>

/** The query of a search in Apify Store. */
export interface StoreQuery {
  search: string
  category?: string | undefined
  limit: number
  offset: number
}
