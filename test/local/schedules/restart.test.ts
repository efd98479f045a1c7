import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startRecordingServer } from '../../support/fake-apify/server.ts'
import { makeFolder } from '../../support/folder.ts'
import { ManualClock } from '../../support/local-platform/manual-clock.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import {
  createSchedule,
  HOURLY,
  RUN,
  runsOf,
  startAtMidnight,
  untilNoted,
  untilRan,
} from '../../support/local-platform/schedules.ts'

test('the clock is set back: nothing is invoked twice', async () => {
  const dir = await makeFolder()
  const platform = await startAtMidnight('', dir)
  const { clock } = platform
  const { id } = await createSchedule(platform, HOURLY)
  clock.set('2027-03-27T01:00:00.000Z')
  await untilRan(platform, 1)
  clock.set('2027-03-27T00:59:59.000Z')
  expect(clock.planned).toEqual(['2027-03-27T02:00:00.000Z'])
  await platform.close()
  const again = await startAtMidnight('', dir)
  await expect.poll(() => again.clock.planned).toEqual(['2027-03-27T02:00:00.000Z'])
  again.clock.set('2027-03-27T02:00:00.000Z')
  await untilRan(again, 2)
  await untilNoted(again, id, 2)
})

test('a restart keeps schedules and their logs, and does not catch up', async () => {
  const dir = await makeFolder()
  const platform = await startAtMidnight('', dir)
  const made = await createSchedule(platform, HOURLY)
  const off = await createSchedule(platform, {
    cronExpression: '@hourly',
    isEnabled: false,
    name: 'off',
  })
  platform.clock.set('2027-03-27T01:00:00.000Z')
  await untilRan(platform, 1)
  await untilNoted(platform, made.id, 1)
  await platform.close()
  expect(platform.clock.planned).toEqual([])

  const clock = new ManualClock('2027-03-27T05:10:00.000Z')
  const again = await startPlatform({ dir, clock })
  await expect.poll(() => clock.planned).toEqual(['2027-03-27T06:00:00.000Z'])
  expect((await again.call(`GET /v2/schedules/${off.id}`)).json.data).toEqual(off)
  expect((await again.call(`GET /v2/schedules/${made.id}`)).json.data).toEqual({
    ...made,
    lastRunAt: '2027-03-27T01:00:00.000Z',
    nextRunAt: '2027-03-27T06:00:00.000Z',
  })
  expect(await untilNoted(again, made.id, 2)).toEqual([
    'INFO Schedule invoked',
    'WARN Not invoked at 2027-03-27T02:00:00.000Z: the local platform did not run then, or its computer slept.',
  ])
  clock.set('2027-03-27T06:00:00.000Z')
  await untilRan(again, 2)
})

test('a computer that slept does not catch up', async () => {
  const platform = await startAtMidnight()
  const { id } = await createSchedule(platform, HOURLY)
  platform.clock.set('2027-03-27T07:20:00.000Z')
  const [note] = await untilNoted(platform, id, 1)
  expect(note).toContain('WARN Not invoked at 2027-03-27T01:00:00.000Z')
  expect(platform.clock.planned).toEqual(['2027-03-27T08:00:00.000Z'])
  expect(await runsOf(platform)).toEqual([])
  expect((await platform.call(`GET /v2/schedules/${id}`)).json.data.lastRunAt).toBeNull()
})

test('only a folder with a schedule is refused by releases that know none', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  const read = () => readFile(join(dir, 'data/format.json'), 'utf8')
  await platform.call('POST /v2/schedules', { body: '{"cronExpression":"never"}' })
  expect(await read()).toBe('{"format":1}')
  await createSchedule(platform, HOURLY)
  expect(await read()).toBe('{"format":2}')
  await platform.close()
  await startPlatform({ dir })
  expect(await read()).toBe('{"format":2}')
})

test('a damaged file is left out and stays', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  const [one, other] = [
    await createSchedule(platform, HOURLY),
    await createSchedule(platform, HOURLY),
  ]
  await platform.close()
  const file = join(dir, `data/schedules/${one.id}.json`)
  await writeFile(file, '{"id":')
  const again = await startPlatform({ dir })
  const { items } = (await again.call('GET /v2/schedules')).json.data
  expect(items.map(({ id }: { id: string }) => id)).toEqual([other.id])
  expect(await readFile(file, 'utf8')).toBe('{"id":')
})

test('with the real clock, a schedule is invoked in time', async () => {
  const receiver = await startRecordingServer((_, response) => void response.end())
  onTestFinished(() => receiver.close())
  const platform = await startPlatform({ script: `await fetch('${receiver.url}/up')` })
  const { nextRunAt, id } = await createSchedule(platform, {
    cronExpression: '*/10 * * * * *',
    actions: [RUN],
  })
  await receiver.seen('GET /up')
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(nextRunAt))
  const { data } = (await platform.call(`GET /v2/schedules/${id}`)).json
  expect(Date.parse(data.lastRunAt) - Date.parse(nextRunAt)).toBeLessThan(5000)
  expect(Date.parse(data.lastRunAt) - Date.parse(nextRunAt)).toBeGreaterThanOrEqual(0)
}, 60_000)
