import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the failed run's log says of its cause. */
export const CAUSE = 'certificate of feeds.example.com expired on 2026-01-31'
/** How long the slow Actor works, in seconds: longer than clients wait for an answer. */
const SLOW_SECS = 70

/** Functions that the programs below begin with. They speak to the API as any Actor may. */
const API = `
const { APIFY_API_BASE_URL, APIFY_TOKEN, ACTOR_DEFAULT_DATASET_ID, ACTOR_DEFAULT_KEY_VALUE_STORE_ID } = process.env
const headers = { authorization: 'Bearer ' + APIFY_TOKEN, 'content-type': 'application/json' }
const send = async (path, method, body) => {
  const answer = await fetch(APIFY_API_BASE_URL + '/v2/' + path, { method, headers, body })
  if (!answer.ok) throw new Error(await answer.text())
  return answer
}
const record = (key) => 'key-value-stores/' + ACTOR_DEFAULT_KEY_VALUE_STORE_ID + '/records/' + key
`

/** The programs by the names of their Actors. */
const PROGRAMS: Record<string, string> = {
  /** Logs 1,500 lines in one burst and fails because of an error with a cause. */
  'feed-import': `
for (let i = 0; i < 1500; i++)
  console.log('INFO  FeedReader: Read item ' + i + ' of the feed, ' + ((i * 7919) % 4000) + ' bytes.')
const cause = new Error('${CAUSE}')
throw new Error('The feed could not be read to its end.', { cause })
`,
  /** Stores the rows of its input. */
  'price-list': `${API}
const { rows } = await (await send(record('INPUT'), 'GET')).json()
await send('datasets/' + ACTOR_DEFAULT_DATASET_ID + '/items', 'POST', JSON.stringify(rows))
`,
  /** Adds up the amounts of its input after a while. */
  'slow-report': `${API}
const { amounts } = await (await send(record('INPUT'), 'GET')).json()
await new Promise((resolve) => setTimeout(resolve, ${SLOW_SECS} * 1000))
const total = amounts.reduce((sum, amount) => sum + amount, 0)
await send(record('OUTPUT'), 'PUT', JSON.stringify({ total }))
`,
  'stock-check': `console.log('INFO  All shelves are full.')`,
  'place-order-ours': `console.log('INFO  Ordered.')`,
  'place-order-incumbent': `console.log('INFO  Ordered.')`,
}

/** Writes the Actors into a folder, each as a project of its own. */
export async function writeActors(dir: string): Promise<void> {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const files = {
      '.actor/actor.json': JSON.stringify({ actorSpecification: 1, name, version: '0.1' }),
      'package.json': JSON.stringify({ type: 'module', scripts: { start: 'node main.js' } }),
      'main.js': program,
    }
    await mkdir(join(dir, name, '.actor'), { recursive: true })
    for (const [path, text] of Object.entries(files)) await writeFile(join(dir, name, path), text)
  }
}
