import { z } from 'zod'
import type { RawApi } from './raw-api.ts'

/** How many orders the shop has had. */
export const ORDERS = 1000

const PRODUCTS = [
  ['Harbour Teapot', 48],
  ['Gooseneck Kettle', 64.5],
  ['Linen Filter', 9],
  ['Tide Mug', 22],
  ['Pebble Espresso Cup', 16],
  ['Lantern Tumbler', 19.5],
  ['Smoked Oolong', 12.8],
  ['Ginger Shortbread', 6.4],
] as const
const CITIES = ['Lisbon', 'Leeds', 'Ljubljana', 'Lyon', 'Leipzig']

const created = z.object({ data: z.object({ id: z.string() }) })

/** Stores the orders of the shop in a new dataset, as another Actor would have, and returns its id. */
export async function storeOrders(api: RawApi): Promise<string> {
  const { data } = created.parse(JSON.parse(await api.send('datasets?name=orders', {})))
  await api.send(
    `datasets/${data.id}/items`,
    Array.from({ length: ORDERS }, (_, i) => order(i)),
  )
  return data.id
}

/** Returns an order, the same each time. */
function order(i: number): object {
  const [product, price] = PRODUCTS[mixed(i, 3) % PRODUCTS.length] ?? PRODUCTS[0]
  const quantity = 1 + (mixed(i, 5) % 4)
  return {
    orderId: `CK-${10_000 + i}`,
    orderedAt: new Date(Date.UTC(2026, 0, 1) + i * 3_700_000).toISOString(),
    customer: { city: CITIES[mixed(i, 7) % CITIES.length], isNew: mixed(i, 11) % 3 === 0 },
    product,
    quantity,
    totalEur: Math.round(price * quantity * 100) / 100,
    note: 'Packed by hand in straw, sent by bicycle to the station and by train from there.',
  }
}

/** Returns a number that looks random, of a number and a seed. The factors are primes near 2^32 over the golden ratio. */
function mixed(i: number, seed: number): number {
  const first = Math.imul(i + seed * 977, 2_654_435_761)
  return Math.imul(first ^ (first >>> 15), 2_246_822_519) >>> 8
}
