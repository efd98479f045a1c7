import type { ApiChargeEvent, ApiPricing } from '../../src/apify/types/actor-types.ts'
import { countOf } from './count-of.ts'
import { oneLine } from './text/one-line.ts'

/** Events that a price in words names. It counts the others. */
const EVENTS_NAMED = 3
/** Longer titles are shortened, in characters. */
const TITLE_CHARS = 60
const MINUTES_PER_DAY = 1440
const FREE = 'free; only platform usage is charged'

/** An event that a run is charged for. */
export interface PricedEvent {
  event: string
  title?: string
  price: string
  oneTime?: true
  description?: string
}

/**
 * Returns the price in force: the one that started last. Prices that start later do not count.
 * @param now an ISO 8601 time
 */
export function currentPricing(
  infos: readonly ApiPricing[] | null | undefined,
  now = new Date().toISOString(),
): ApiPricing | undefined {
  const started = (infos ?? []).filter(({ startedAt }) => !startedAt || startedAt <= now)
  return started.toSorted((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? '')).at(-1)
}

/** Says what an Actor costs. A price that depends on the plan is a range; no price at all means free. */
export function priceInWords(pricing: ApiPricing | null | undefined): string {
  if (!pricing) return FREE
  switch (pricing.pricingModel) {
    case 'PAY_PER_EVENT':
      return perEvent(pricing)
    case 'PRICE_PER_DATASET_ITEM':
      return perItem(pricing)
    case 'FLAT_PRICE_PER_MONTH':
      return perMonth(pricing)
    case 'FREE':
      return FREE
    default:
      return otherPrice(pricing)
  }
}

function otherPrice({ pricingModel }: ApiPricing): string {
  const model = oneLine(pricingModel, TITLE_CHARS)
  return model ? `pricing model ${model}` : 'price unknown'
}

function perItem({ tieredPricing, pricePerUnitUsd, unitName }: ApiPricing): string {
  const tiers = Object.values(tieredPricing ?? {}).map((tier) => tier.tieredPricePerUnitUsd)
  return `${usdRange(tiers, pricePerUnitUsd)} per ${oneLine(unitName, TITLE_CHARS) ?? 'result'}`
}

function perMonth({ pricePerUnitUsd, trialMinutes }: ApiPricing): string {
  const days = Math.floor((trialMinutes ?? 0) / MINUTES_PER_DAY)
  const trial = days > 0 ? ` after a free trial of ${countOf(days, 'day')}` : ''
  return `${usdRange([], pricePerUnitUsd)} per month${trial}, plus platform usage`
}

function perEvent(pricing: ApiPricing): string {
  const events = pricedEvents(pricing)
  if (events.length === 0) return 'pay per event'
  const named = events
    .slice(0, EVENTS_NAMED)
    .map(
      ({ event, title, price, oneTime }) =>
        `${price} per ${title ?? event}${oneTime ? ' (once)' : ''}`,
    )
  const rest = events.length - named.length
  return [
    named.join(', '),
    rest > 0 ? ` and ${countOf(rest, 'more event')}` : '',
    pricing.isPPEPlatformUsagePaidByUser ? ', plus platform usage' : '',
  ].join('')
}

/** Returns the events that a run is charged for, the main one first. */
export function pricedEvents(pricing: ApiPricing | undefined): PricedEvent[] {
  const events = Object.entries(pricing?.pricingPerEvent?.actorChargeEvents ?? {})
  const rank = ([, event]: [string, ApiChargeEvent]) => (event.isPrimaryEvent ? 0 : 1)
  return events
    .toSorted((a, b) => rank(a) - rank(b))
    .map(([name, event]) => pricedEvent(name, event))
}

function pricedEvent(name: string, event: ApiChargeEvent): PricedEvent {
  const title = oneLine(event.eventTitle, TITLE_CHARS)
  const description = oneLine(event.eventDescription)
  const tiers = Object.values(event.eventTieredPricingUsd ?? {})
  return {
    event: oneLine(name, TITLE_CHARS) ?? '',
    ...(title && { title }),
    price: usdRange(
      tiers.map((tier) => tier.tieredEventPriceUsd),
      event.eventPriceUsd,
    ),
    ...(event.isOneTimeEvent && { oneTime: true as const }),
    ...(description && { description }),
  }
}

/** Writes one price, or the range of the prices of all plans. */
function usdRange(
  tiers: readonly (number | null | undefined)[],
  flat: number | null | undefined,
): string {
  const prices = [...tiers, flat].filter((price) => typeof price === 'number')
  if (prices.length === 0) return 'price unknown'
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  return low === high ? usd(low) : `${usd(low)} to ${usd(high)} (by plan)`
}

/** Writes US dollars without an exponent, to six significant digits. */
function usd(amount: number): string {
  const digits = amount > 0 ? Math.min(20, Math.max(2, 5 - Math.floor(Math.log10(amount)))) : 0
  return `$${amount
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')}`
}
