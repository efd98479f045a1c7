/** Runs the local platform with one dataset of products, in a process of its own. Prints where it is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPlatform } from '../../src/local/index.ts'

const ROWS = 5_000
const DESCRIPTION = 'Loose leaf, picked by hand, dried in the sun and packed where it grew. '

/** A product as shops have it, about 1 kB. */
const product = (i: number) => ({
  url: `https://tea.example.com/en/teas/${i}`,
  name: `Tea no. ${i}`,
  category: ['black', 'green', 'white', 'herbal'][i % 4],
  price: ((i * 37) % 9_000) / 100,
  currency: 'EUR',
  inStock: i % 3 !== 0,
  rating: ((i * 7) % 50) / 10,
  seller: { name: `Seller ${i % 61}`, country: 'PT' },
  imageUrls: [`https://img.example.com/${i}-1.jpg`, `https://img.example.com/${i}-2.jpg`],
  description: DESCRIPTION.repeat(8),
})

const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
const platform = await startLocalPlatform({ dir, actorDirs: [] })
const headers = { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' }
for (const [path, body] of [
  ['datasets?name=products', ''],
  ['datasets/~products/items', JSON.stringify(Array.from({ length: ROWS }, (_, i) => product(i)))],
]) {
  const sent = await fetch(`${platform.baseUrl}/v2/${path}`, { method: 'POST', headers, body })
  if (!sent.ok) throw new Error(`${path}: ${await sent.text()}`)
}
process.stdout.write(`${JSON.stringify({ url: platform.baseUrl, token: platform.token })}\n`)
process.stdin.resume()
process.stdin.once('end', async () => {
  await platform.close()
  await rm(dir, { recursive: true, force: true })
  process.exit(0)
})
