import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import {
  bundlePlatform,
  type KillablePlatform,
  startKillablePlatform,
} from '../../support/local-platform/killable-platform.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'

/** Few by default, as each needs a start. `npm run test:long` sets more. */
const KILLS = Number(process.env.LOCAL_KILLS ?? 8)
const WRITERS = 8
const BATCH = 25

/** Keeps writing until the platform is gone. Reports each batch that was acknowledged. */
async function writeOn(
  platform: KillablePlatform,
  next: () => number,
  onStored: (batch: number) => void,
) {
  for (;;) {
    const batch = next()
    const items = Array.from({ length: BATCH }, (_, n) => ({ batch, n, text: 'é'.repeat(n * 20) }))
    const requests = items.map(({ n }) => ({ uniqueKey: `${batch}-${n}`, url: 'http://a' }))
    try {
      const answers = await Promise.all([
        platform.post('/datasets/~crash/items', items),
        platform.post('/request-queues/~crash/requests/batch', requests),
      ])
      if (answers.some(({ status }) => status !== 201)) throw new Error('refused')
    } catch {
      return
    }
    onStored(batch)
  }
}

test(`no acknowledged write is lost when the platform is killed ${KILLS} times`, async () => {
  const dir = await makeFolder()
  const script = await bundlePlatform(dir)
  const actors = join(dir, 'actors')
  await mkdir(actors)
  const stored: number[] = []
  let last = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const platform = await startKillablePlatform(script, join(dir, 'data'), actors)
    await Promise.all(
      ['datasets', 'request-queues'].map((kind) => platform.post(`/${kind}?name=crash`)),
    )
    const exited = once(platform.process, 'exit')
    // Each round is killed after another number of batches, in the middle of the next ones.
    let left = (kill * 7) % 20
    const onStored = (batch: number) => {
      stored.push(batch)
      if (left-- === 0) platform.process.kill('SIGKILL')
    }
    const writers = Array.from({ length: WRITERS }, () => writeOn(platform, () => last++, onStored))
    await Promise.all([...writers, exited])
  }

  const { call } = await startPlatform({ dir })
  const { text } = await call('GET /v2/datasets/~crash/items?format=jsonl')
  const items = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const counts = new Map<number, number>()
  let [batch, n] = [-1, BATCH - 1]
  for (const item of items) {
    counts.set(item.batch, (counts.get(item.batch) ?? 0) + 1)
    // A batch is contiguous and in order. Only the last one before a kill may lack its end.
    expect(item.n).toBe(item.batch === batch ? n + 1 : 0)
    batch = item.batch
    n = item.n
  }
  expect(stored.length).toBeGreaterThan(KILLS)
  expect(stored.filter((one) => counts.get(one) !== BATCH)).toEqual([])
  const { data } = (await call('GET /v2/datasets/~crash')).json
  expect(data.itemCount).toBe(items.length)
  for (const one of stored.slice(-100)) {
    const queue = '/v2/request-queues/~crash'
    const body = JSON.stringify({ uniqueKey: `${one}-${BATCH - 1}`, url: 'http://a' })
    const again = (await call(`POST ${queue}/requests`, { body })).json.data
    expect(again).toMatchObject({ wasAlreadyPresent: true })
  }
  process.stdout.write(
    `${KILLS} kills, ${stored.length} batches acknowledged, ${items.length} items kept\n`,
  )
}, 300_000)

test('200 concurrent pushes are complete and contiguous', async () => {
  const { call } = await startPlatform()
  const { id } = (await call('POST /v2/datasets')).json.data
  const push = (batch: number) => {
    const body = JSON.stringify(Array.from({ length: BATCH }, (_, n) => ({ batch, n })))
    return call(`POST /v2/datasets/${id}/items`, { body })
  }
  const answers = await Promise.all(Array.from({ length: 200 }, (_, batch) => push(batch)))
  expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(201))
  const { json } = await call(`GET /v2/datasets/${id}/items`)
  expect(json).toHaveLength(200 * BATCH)
  const order = json.map(({ n }: { n: number }) => n)
  expect(order).toEqual(Array.from({ length: 200 * BATCH }, (_, at) => at % BATCH))
})
