import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { z } from 'zod'
import { startApi } from './api.ts'
import { installIncumbent, measuredIncumbent } from './incumbent.ts'
import { MAIN, type Program, startServer, textOf } from './process.ts'
import type { Report } from './table.ts'

const INPUT = { startUrls: [{ url: 'https://shop.example.com' }], maxPages: 20 }

/** Typical tasks of an agent: each tool with its arguments, ours and the incumbent's. */
const TASKS: { name: string; ours: [string, object]; incumbent: [string, object] }[] = [
  {
    name: 'find an Actor',
    ours: ['search_actors', { query: 'shop crawler', limit: 5 }],
    incumbent: ['search-actors', { keywords: 'shop crawler', limit: 5 }],
  },
  {
    name: 'run it',
    ours: ['run_actor', { actorId: 'alice/crawler', input: INPUT }],
    incumbent: ['call-actor', { actor: 'alice/crawler', input: INPUT, waitSecs: 0 }],
  },
  {
    name: 'status',
    ours: ['get_run', { runId: 'run1' }],
    incumbent: ['get-actor-run', { runId: 'run1', waitSecs: 0 }],
  },
  {
    name: 'first 20 rows',
    ours: ['list_dataset_items', { datasetId: 'small', limit: 20 }],
    incumbent: ['get-dataset-items', { datasetId: 'small', limit: 20 }],
  },
  {
    name: 'log of a failure, 20 lines',
    ours: ['get_log', { runId: 'failed', lines: 20 }],
    incumbent: ['get-actor-run-log', { runId: 'failed', lines: 20 }],
  },
]

const listed = z.looseObject({
  tools: z.array(
    z.looseObject({ name: z.string(), description: z.string(), inputSchema: z.looseObject({}) }),
  ),
})

/** What is counted before any call. */
const LISTED = [
  'tools/list, as a model sees it',
  '  the other half of it',
  'instructions of initialize',
]
const greeting = z.looseObject({ instructions: z.string().default('') })

const countTokens = (value: unknown) =>
  encode(typeof value === 'string' ? value : JSON.stringify(value)).length

/**
 * Counts both halves of an answer to `tools/list`. A model sees the name, the description and the input
 * schema of each tool. The rest, such as output schemas and annotations, is for the client.
 */
export function countHalves(answer: unknown): [shown: number, rest: number] {
  const { tools } = listed.parse(answer)
  const shown = tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }))
  const seen = countTokens(shown)
  return [seen, countTokens(answer) - seen]
}

/** Counts the tokens of both halves of the tool list, of the instructions, and of each task: call and result. */
async function measure(program: Program, side: 'ours' | 'incumbent'): Promise<number[]> {
  const server = startServer(program)
  try {
    const { instructions } = greeting.parse(await server.initialize())
    const answer = await server.request('tools/list')
    const { tools } = listed.parse(answer)
    const tasks: number[] = []
    for (const task of TASKS) {
      const [name, args] = task[side]
      const offered = tools.some((tool) => tool.name === name)
      tasks.push(
        offered
          ? countTokens({ name, arguments: args }) +
              countTokens(textOf(await server.call(name, args)))
          : Number.NaN,
      )
    }
    return [...countHalves(answer), countTokens(instructions), ...tasks]
  } finally {
    await server.close()
  }
}

/** Measures what the tools cost a model, compared with Apify's own server and the same API. */
export async function tokens(): Promise<Report> {
  const api = await startApi()
  try {
    const ours = await measure({ args: [MAIN], env: api.env }, 'ours')
    const program = await installIncumbent()
    const theirs =
      typeof program === 'string'
        ? undefined
        : await measure({ ...program, env: { ...program.env, ...api.env } }, 'incumbent')
    const names = [...LISTED, ...TASKS.map(({ name }) => name)]
    return {
      rows: names.map((name, i) => ({
        name,
        unit: 'tokens',
        ours: ours[i] ?? Number.NaN,
        ...(theirs && { incumbent: theirs[i] ?? Number.NaN }),
        ...(Number.isNaN(ours[i]) && { note: 'not offered by ours' }),
      })),
      ...measuredIncumbent(program),
    }
  } finally {
    await api.close()
  }
}
