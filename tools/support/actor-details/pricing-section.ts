import { currentPricing, pricedEvents } from '../pricing.ts'
import { type ActorSource, actorName, actorPrice, fitSection } from './actor-source.ts'

/** Shows what an Actor costs, with every event that a run is charged for. */
export async function pricingSection(source: ActorSource) {
  const { actor, offset, settings } = source
  const pricing = settings.mode === 'local' ? undefined : currentPricing(actor.pricingInfos)
  const events = pricedEvents(pricing)
  const least = pricing?.minimalMaxTotalChargeUsd
  return fitSection(events, source, ({ rows, next }) => ({
    actorId: actorName(actor),
    price: actorPrice(source),
    events: events.length > offset ? rows : undefined,
    next,
    note: least ? `A run needs a \`maxTotalChargeUsd\` of at least ${least}.` : undefined,
  }))
}
