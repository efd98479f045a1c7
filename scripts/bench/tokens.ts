import { z } from 'zod'
import { definitionTokens } from '../token-limits.ts'
import { countTokens } from './agent/client.ts'
import type { Side } from './agent/task.ts'
import { startApi } from './api.ts'
import {
  byDefault,
  DEFAULT_ACTORS,
  INCUMBENT_FLAGS,
  installIncumbent,
  measuredIncumbent,
} from './incumbent.ts'
import { MAIN, type Program, startServer, textOf } from './process.ts'
import type { Report, Row } from './table.ts'

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
const LISTED = ['tools/list, as a model sees it', '  the rest of it', 'instructions of initialize']
/** So many of them are about `tools/list`. */
const PARTS = 2
const FLAGS_NOTE = `ours: no flags; incumbent: ${INCUMBENT_FLAGS.join(' ')}`
const initializeResult = z.looseObject({ instructions: z.string().default('') })

const countJson = (value: unknown) => countTokens(JSON.stringify(value))

/**
 * Counts what a model sees of an answer to `tools/list`, and the rest of it. A model sees the name, the
 * description and the input schema of each tool. The rest, such as output schemas and annotations, is for the client.
 */
export function countParts(answer: unknown): [shown: number, rest: number] {
  const { tools } = listed.parse(answer)
  const seen = definitionTokens(tools)
  return [seen, countJson(answer) - seen]
}

/** Counts the tokens of both parts of the tool list, of the instructions, and of each task: call and result. */
async function measure(program: Program, side: Side): Promise<number[]> {
  const server = startServer(program)
  try {
    const { instructions } = initializeResult.parse(await server.initialize())
    const answer = await server.request('tools/list')
    const { tools } = listed.parse(answer)
    const tasks: number[] = []
    for (const task of TASKS) {
      const [name, args] = task[side]
      const offered = tools.some((tool) => tool.name === name)
      tasks.push(
        offered
          ? countJson({ name, arguments: args }) +
              countTokens(textOf(await server.call(name, args)))
          : Number.NaN,
      )
    }
    return [...countParts(answer), countTokens(instructions), ...tasks]
  } finally {
    await server.close()
  }
}

/** Counts what a model sees of the tools that the incumbent offers if it is not told which. */
async function measureDefault(program: Program, ours: number): Promise<Row> {
  const server = startServer(byDefault(program))
  try {
    const answer = await server.open()
    const { tools } = listed.parse(answer)
    const isMissing = (actor: string) => !tools.some(({ name }) => name.endsWith(actor))
    const missing = DEFAULT_ACTORS.filter(isMissing).map((actor) => `apify/${actor}`)
    const without =
      missing.length > 0 ? ` without ${missing.join(' and ')}, which the fake API lacks` : ''
    return {
      name: 'tools/list, beside its default tools',
      unit: 'tokens',
      ours,
      incumbent: countParts(answer)[0],
      note: `incumbent: no flags; ${tools.length} tools${without}`,
    }
  } finally {
    await server.close()
  }
}

/** Measures what the tools cost a model, compared with Apify's own server and the same API. */
export async function tokens(): Promise<Report> {
  const api = await startApi()
  try {
    const ours = await measure({ args: [MAIN], env: api.env }, 'ours')
    const found = await installIncumbent()
    const program =
      typeof found === 'string' ? undefined : { ...found, env: { ...found.env, ...api.env } }
    const theirs = program && (await measure(program, 'incumbent'))
    const names = [...LISTED, ...TASKS.map(({ name }) => name)]
    const rows = names.map((name, i) => ({
      name,
      unit: 'tokens',
      ours: ours[i] ?? Number.NaN,
      ...(theirs && { incumbent: theirs[i] ?? Number.NaN }),
      ...(i === 0 && { note: FLAGS_NOTE }),
      ...(Number.isNaN(ours[i]) && { note: 'not offered by ours' }),
    }))
    const beside = program ? [await measureDefault(program, ours[0] ?? Number.NaN)] : []
    return {
      rows: [...rows.slice(0, PARTS), ...beside, ...rows.slice(PARTS)],
      ...measuredIncumbent(found),
    }
  } finally {
    await api.close()
  }
}
