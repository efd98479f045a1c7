import { describe, expect, it } from 'vitest'
import { type ApiPricing, apiActor } from '../../../src/apify/types/actor-types.ts'
import { currentPricing, pricedEvents, priceInWords } from '../../../tools/support/pricing.ts'

/** A price as the API describes it; most fields apply to some models only. */
const pricing = (fields: object) => fields as ApiPricing
const perEvent = (actorChargeEvents: object, fields = {}) =>
  pricing({ pricingModel: 'PAY_PER_EVENT', pricingPerEvent: { actorChargeEvents }, ...fields })
const perItem = (fields: object) =>
  pricing({ pricingModel: 'PRICE_PER_DATASET_ITEM', unitName: 'page', ...fields })
const monthly = (fields: object) =>
  pricing({ pricingModel: 'FLAT_PRICE_PER_MONTH', pricePerUnitUsd: 30, ...fields })

describe('priceInWords', () => {
  it.each<[ApiPricing | null | undefined, string]>([
    [undefined, 'free; only platform usage is charged'],
    [null, 'free; only platform usage is charged'],
    [pricing({ pricingModel: 'FREE' }), 'free; only platform usage is charged'],
    [monthly({}), '$30 per month, plus platform usage'],
    [
      monthly({ trialMinutes: 4320 }),
      '$30 per month after a free trial of 3 days, plus platform usage',
    ],
    [monthly({ trialMinutes: 60 }), '$30 per month, plus platform usage'],
    [perItem({ pricePerUnitUsd: 0.0000005 }), '$0.0000005 per page'],
    [perItem({ pricePerUnitUsd: 1.23456789 }), '$1.23457 per page'],
    [perItem({ pricePerUnitUsd: 0 }), '$0 per page'],
    [perItem({ pricePerUnitUsd: 1200, unitName: null }), '$1200 per result'],
    [
      perItem({
        tieredPricing: {
          FREE: { tieredPricePerUnitUsd: 0.02 },
          GOLD: { tieredPricePerUnitUsd: 0.01 },
        },
      }),
      '$0.01 to $0.02 (by plan) per page',
    ],
    [perItem({ tieredPricing: { FREE: { tieredPricePerUnitUsd: 2 } } }), '$2 per page'],
    [perItem({}), 'price unknown per page'],
    [perEvent({}), 'pay per event'],
    [pricing({ pricingModel: 'PAY_PER_EVENT' }), 'pay per event'],
    [perEvent({ row: { eventTitle: 'row', eventPriceUsd: 0.5 } }), '$0.5 per row'],
    [
      perEvent(
        { start: { eventPriceUsd: 1, isOneTimeEvent: true } },
        { isPPEPlatformUsagePaidByUser: true },
      ),
      '$1 per start (once), plus platform usage',
    ],
    [
      perEvent(
        Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { eventPriceUsd: 1 }])),
      ),
      '$1 per a, $1 per b, $1 per c and 2 more events',
    ],
    [
      perEvent(
        Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { eventPriceUsd: 1 }])),
      ),
      '$1 per a, $1 per b, $1 per c and 1 more event',
    ],
    [pricing({ pricingModel: 'BARTER' }), 'pricing model BARTER'],
    [pricing({ pricingModel: ' ' }), 'price unknown'],
    [pricing({}), 'price unknown'],
  ])('of %j', (price, words) => {
    expect(priceInWords(price)).toBe(words)
  })
})

describe('currentPricing', () => {
  const now = '2026-06-01T00:00:00.000Z'
  const since = (startedAt?: string) => pricing({ pricingModel: 'FREE', startedAt })
  const [old, current, later] = ['2025', '2026', '2027'].map((year) => since(`${year}-01-01`))

  it.each([
    [undefined, undefined],
    [[], undefined],
    [[later], undefined],
    [[old, current, later], current],
    [[later, current, old], current],
    [[since()], since()],
    [[current, since()], current],
  ])('of %j is %j', (infos, expected) => {
    expect(
      currentPricing(
        infos?.flatMap((info) => info ?? []),
        now,
      ),
    ).toEqual(expected)
  })
})

describe('a price that the API sends in another form', () => {
  const priceOf = (pricingInfos: unknown) =>
    priceInWords(currentPricing(apiActor.parse({ id: 'a', pricingInfos }).pricingInfos))
  const events = (actorChargeEvents: unknown) =>
    priceOf([{ pricingModel: 'PAY_PER_EVENT', pricingPerEvent: { actorChargeEvents } }])

  it('is unknown, not free', () => {
    for (const infos of ['x', 5, {}, [null], [5], [{ pricingModel: {} }]])
      expect(priceOf(infos), JSON.stringify(infos)).toBe('price unknown')
    for (const infos of [undefined, null, []])
      expect(priceOf(infos)).toBe('free; only platform usage is charged')
  })

  it('keeps the events that can be read', () => {
    expect(events({ page: { eventPriceUsd: '0.5' }, row: 5 })).toBe(
      '$0.5 per page, price unknown per row',
    )
    expect(events([])).toBe('pay per event')
  })
})

describe('pricedEvents', () => {
  it('returns the main event first, and only what is known of each', () => {
    const events = pricedEvents(
      perEvent({
        start: { eventPriceUsd: 0.01, isOneTimeEvent: true, eventDescription: 'The <b>start</b>.' },
        page: { eventTitle: 'Page', isPrimaryEvent: true },
      }),
    )
    expect(events).toEqual([
      { event: 'page', title: 'Page', price: 'price unknown' },
      { event: 'start', price: '$0.01', oneTime: true, description: 'The start.' },
    ])
  })

  it('returns none without a price', () => {
    expect(pricedEvents(undefined)).toEqual([])
  })
})
