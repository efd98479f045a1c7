import { serve } from './seeded-server.ts'

/** Five thousand products of seven shops. */
export const PRODUCTS = Array.from({ length: 5000 }, (_, i) => ({
  title: i % 100 === 0 ? `Green tea ${i}` : `Mug ${i}`,
  price: ((i * 37) % 9000) / 100,
  inStock: i % 3 !== 0,
  category: ['tea', 'mugs', 'pots'][i % 3],
  rating: (i % 9) / 2,
  seller: { name: `Shop ${i % 7}` },
}))
type Server = Awaited<ReturnType<typeof serve>>

/** Puts rows into a dataset of the fake. It was changed long ago, unless `about` says otherwise. */
export function setDataset(
  { fake }: Server,
  id: string,
  rows: readonly object[],
  about: object = {},
) {
  fake.datasets.set(id, [...rows])
  const datasets = fake.storages.datasets ?? []
  const others = datasets.filter((one) => one.id !== id)
  datasets.splice(0, datasets.length, ...others, {
    id,
    name: null,
    modifiedAt: '2026-01-02T03:04:05.000Z',
    ...about,
  })
}

/** Starts the built server; `data1` has the products. */
export async function serveProducts() {
  const server = await serve()
  setDataset(server, 'data1', PRODUCTS)
  return server
}

/** Counts the requests for rows. */
export const downloads = ({ fake }: Server) =>
  fake.requests.filter(({ path }) => path.endsWith('/items')).length
