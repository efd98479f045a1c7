import { z } from 'zod'
import { Unsolved } from '../client.ts'
import { find, jsonOf, parseText, rounded, type Task } from '../task.ts'

/** What clients of the API call the end of a run. */
const ENDED = ['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED-OUT']
/** The longest wait that a call of either server takes without progress notifications. */
const WAIT_SECS = 45
/** How often the agent waits for one run before it gives up. */
const MAX_TURNS = 5
const run = z.looseObject({ runId: z.string(), status: z.string() })
const priced = z.looseObject({ usageTotalUsd: z.number() })

/** "Why did this run fail?" The log has 1,500 lines before the error, whose cause is another error. */
const failure: Task = {
  name: "a failed run's cause",
  solve: {
    async ours(agent, { failedRunId: runId }) {
      const shape = z.looseObject({ log: z.array(z.string()) })
      const shown = jsonOf(shape, await agent.call('get_run', { runId }))
      return find(shown.log.join('\n'), /\[cause\]: Error: (.*)/)
    },
    async incumbent(agent, { failedRunId: runId }) {
      const { texts } = await agent.call('get-actor-run-log', { runId })
      return find(texts.join('\n'), /\[cause\]: Error: (.*)/)
    },
  },
  expected: ({ truth }) => truth.cause,
}

/** "What did all 36 runs of the Actor cost?" */
const costs: Task = {
  name: 'the sum of the costs of 36 runs',
  solve: {
    async ours(agent, { costlyActor: actorId }) {
      const shape = z.looseObject({
        runs: z.array(z.looseObject({ usageUsd: z.number() })),
        total: z.number(),
        next: z.object({ offset: z.number() }).optional(),
      })
      let sum = 0
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const page: z.output<typeof shape> = jsonOf(
          shape,
          await agent.call('list_runs', { actorId, limit: 1000, offset }),
        )
        for (const { usageUsd } of page.runs) sum += usageUsd
        offset = page.next?.offset
      }
      return rounded(sum, 4)
    },
    async incumbent(agent, { costlyActor, apiUrl }) {
      const uri = `${apiUrl}/v2/actors/${costlyActor.replace('/', '~')}/runs`
      const shape = z.object({ data: z.looseObject({ items: z.array(priced) }) })
      const { items } = parseText(shape, await agent.read(uri)).data
      return rounded(
        items.reduce((sum, { usageTotalUsd }) => sum + usageTotalUsd, 0),
        4,
      )
    },
  },
  expected: ({ truth }) => rounded(truth.costUsd, 4),
}

/** "Place the order: run the Actor once, and tell me the run." The answer to its start is lost. */
const lostAnswer: Task = {
  name: 'one run, though its answer is lost',
  solve: {
    async ours(agent, { orderActor: actorId }) {
      const reply = await agent.tryCall('run_actor', { actorId, input: {} })
      if (!reply.isError) return jsonOf(run, reply).runId
      const { texts } = await agent.call('list_runs', { actorId, limit: 1 })
      return find(texts.join('\n'), /"runId":"(\w+)"/)
    },
    async incumbent(agent, { orderActor: actor }) {
      const reply = await agent.tryCall('call-actor', { actor, input: {}, waitSecs: 0 })
      if (!reply.isError) return jsonOf(run, reply).runId
      const args = { actorId: actor, limit: 1, desc: true }
      const { texts } = await agent.call('get-actor-run-list', args)
      return find(texts.join('\n'), /"id":"(\w+)"/)
    },
  },
  async expected({ api, given: { orderActor } }) {
    const shape = z.object({
      data: z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) }),
    })
    const list = await api.get(`actors/${orderActor.replace('/', '~')}/runs`)
    const { items } = shape.parse(list).data
    if (items.length !== 1) throw new Unsolved(`the Actor ran ${items.length} times`)
    return items[0]?.id
  },
}

/** "Run the Actor with these amounts. Which total does it report?" It takes 70 seconds. */
const slowRun: Task = {
  name: 'a run of 70 s',
  solve: {
    async ours(agent, { slowActor: actorId, amounts }) {
      const started = z.looseObject({ run })
      const first = await agent.call('run_actor_sync', { actorId, input: { amounts } })
      const { runId } = jsonOf(started, first).run
      const shape = run.extend({ output: z.looseObject({ total: z.number() }).optional() })
      for (let turn = 0; turn < MAX_TURNS; turn++) {
        const reply = await agent.call('get_run', { runId, waitSecs: WAIT_SECS })
        const { status, output } = jsonOf(shape, reply)
        if (ENDED.includes(status)) return output?.total
      }
      throw new Unsolved('the run does not end')
    },
    async incumbent(agent, { slowActor: actor, amounts, apiUrl }) {
      const first = { actor, input: { amounts }, waitSecs: WAIT_SECS }
      const shape = run.extend({
        storages: z.object({
          keyValueStores: z.object({ default: z.looseObject({ id: z.string() }) }),
        }),
      })
      let shown = jsonOf(shape, await agent.call('call-actor', first))
      const { runId } = shown
      for (let turn = 0; turn < MAX_TURNS && !ENDED.includes(shown.status); turn++)
        shown = jsonOf(shape, await agent.call('get-actor-run', { runId, waitSecs: WAIT_SECS }))
      const { id } = shown.storages.keyValueStores.default
      const output = await agent.read(`${apiUrl}/v2/key-value-stores/${id}/records/OUTPUT`)
      return parseText(z.looseObject({ total: z.number() }), output).total
    },
  },
  expected: ({ truth }) => truth.total,
}

export const RUN_TASKS = [failure, costs, lostAnswer]
/** Last, because it takes longest. */
export const LONG_TASKS = [slowRun]
