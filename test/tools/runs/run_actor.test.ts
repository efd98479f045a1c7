import { describe, expect, it } from 'vitest'
import type { Run, WaitOptions } from '../../../src/apify/types/run-types.ts'
import runActor from '../../../tools/runs/run_actor.ts'
import runActorSync from '../../../tools/runs/run_actor_sync.ts'
import { callHandler } from '../../support/call-handler.ts'

/** An API that starts run1, which has the given status after the wait. */
function apiOf(status: string) {
  const starts: unknown[][] = []
  const waits: number[] = []
  const apify = {
    startRun: async (...args: unknown[]): Promise<Run> => {
      starts.push(args)
      return { runId: 'run1', status: 'READY' }
    },
    waitForRun: async (run: Run, { waitSecs }: WaitOptions) => {
      waits.push(waitSecs)
      return { ...run, status }
    },
  }
  return { apify, starts, waits }
}

describe('run_actor', () => {
  it('starts an Actor with its input and options', async () => {
    const { apify, starts, waits } = apiOf('RUNNING')
    const input = { depth: 2 }
    const args = { actorId: 'alice/crawler', input, build: 'beta', memoryMbytes: 512 }
    const { result } = await callHandler(runActor, args, { apify })
    expect(starts).toEqual([
      [{ actorId: 'alice/crawler' }, input, { build: 'beta', memoryMbytes: 512 }],
    ])
    expect(waits).toEqual([0])
    expect(result).toEqual({
      runId: 'run1',
      actorName: 'alice/crawler',
      status: 'RUNNING',
      note: 'The run continues: follow it with `get_run` and `waitSecs`.',
    })
  })

  it.each([
    ['SUCCEEDED', '`list_dataset_items`'],
    ['FAILED', '`get_log`'],
    ['ABORTED', '`get_log`'],
  ])('says what to call after a run that %s', async (status, tool) => {
    const { apify, waits } = apiOf(status)
    const { result } = await callHandler(runActor, { taskId: 'task1', waitSecs: 9 }, { apify })
    expect(waits).toEqual([9])
    expect(result).toMatchObject({ status, note: expect.stringContaining(tool) })
  })

  it.each([
    ['http://localhost:3000/hook', 'Apify cannot reach localhost'],
    ['http://0xa.1.2.3/', 'Apify cannot reach 10.1.2.3'],
    ['http://[::ffff:127.0.0.1]/', 'Apify cannot reach ::ffff:7f00:1'],
  ])('warns of the webhook %s, and starts the run', async (webhookUrl, warning) => {
    const { apify, starts } = apiOf('RUNNING')
    const args = { actorId: 'alice/crawler', webhookUrl }
    for (const { note } of [
      (await callHandler(runActor, args, { apify })).result,
      (await callHandler(runActorSync, args, { apify })).result,
    ]) {
      expect(note).toContain('The run continues')
      expect(note).toContain(warning)
    }
    expect(starts).toHaveLength(2)
  })

  it.each([
    ['https://example.com/hook', 'cloud' as const],
    ['http://localhost:3000/hook', 'local' as const],
  ])('does not warn of the webhook %s for a run in mode %s', async (webhookUrl, mode) => {
    const { apify } = apiOf('RUNNING')
    const args = { actorId: 'alice/crawler', webhookUrl }
    const { result } = await callHandler(runActor, args, { apify, settings: { mode } })
    expect(result.note).not.toContain('Apify cannot reach')
  })

  it.each([
    [undefined, undefined, undefined],
    [2, undefined, 2],
    [undefined, 3, 3],
    [2, 3, 2],
    [3, 3, 3],
  ])(
    'for a cap of %s under a ceiling of %s, sends %s',
    async (maxTotalChargeUsd, ceiling, sent) => {
      const { apify, starts } = apiOf('RUNNING')
      const args = { actorId: 'a', maxTotalChargeUsd }
      const settings = { maxRunCostUsd: ceiling }
      const { result } = await callHandler(runActor, args, { apify, settings })
      const isCeiling = maxTotalChargeUsd === sent ? undefined : true
      expect(starts[0]?.[2]).toEqual({ maxTotalChargeUsd: sent, isCeiling })
      expect(result.maxTotalChargeUsd).toBe(sent)
    },
  )

  it.each([
    [{}, 'Neither `actorId` nor `taskId`'],
    [{ actorId: 'a', taskId: 'b' }, 'Both `actorId` and `taskId`'],
    [{ actorId: 'a', webhookUrl: 'ftp://a.example' }, '`webhookUrl` is not an http(s) URL'],
    [{ actorId: 'a', maxTotalChargeUsd: 4 }, 'Give at most 3'],
  ])('refuses %j, and starts nothing', async (args, reason) => {
    const { apify, starts } = apiOf('RUNNING')
    const settings = { maxRunCostUsd: 3 }
    await expect(callHandler(runActor, args, { apify, settings })).rejects.toThrow(reason)
    expect(starts).toEqual([])
  })
})

describe('run_actor_sync', () => {
  it.each([
    [false, 300, 45],
    [false, 9, 9],
    [true, 300, 300],
  ])(
    'with progress: %s, asked to wait %i s, waits %i s',
    async (wantsProgress, waitSecs, waited) => {
      const { apify, waits } = apiOf('RUNNING')
      const args = { actorId: 'a', waitSecs }
      const { result } = await callHandler(runActorSync, args, { apify, wantsProgress })
      expect(waits).toEqual([waited])
      expect(result).toEqual({
        run: { runId: 'run1', status: 'RUNNING' },
        note: expect.stringContaining('The run continues'),
      })
    },
  )

  it('returns the run if its results cannot be read', async () => {
    const { apify } = apiOf('SUCCEEDED')
    const { result } = await callHandler(runActorSync, { actorId: 'a' }, { apify })
    expect(result).toEqual({
      run: { runId: 'run1', status: 'SUCCEEDED' },
      note: expect.stringMatching(
        /^The run ended, but its results could not be read: .*`runId`\.$/,
      ),
    })
  })
})
