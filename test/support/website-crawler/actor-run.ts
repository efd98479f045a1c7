import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import { text } from 'node:stream/consumers'
import { startWebServer, type WebServer } from './web-server.ts'

export interface FinishedRun {
  code: number | null
  rows: Record<string, unknown>[]
  output: unknown
  /** Each message, and whether it was marked as terminal. */
  statusMessages: { statusMessage?: string; isStatusMessageTerminal?: boolean }[]
  log: string
}

export interface RunOptions {
  /** By the end of a path: the statuses of the first calls to it, each used once. */
  refusals?: Record<string, number[]>
  /** The environment instead of the usual one. The API's address is added. */
  env?: Record<string, string>
  /** Resolves when to terminate the run. */
  terminateAfter?: Promise<unknown>
}

const TOKEN = 'test-token'

/** The usual environment of a run. */
export const ENVIRONMENT = {
  APIFY_TOKEN: TOKEN,
  ACTOR_DEFAULT_KEY_VALUE_STORE_ID: 'store',
  ACTOR_DEFAULT_DATASET_ID: 'data',
  ACTOR_INPUT_KEY: 'INPUT',
  ACTOR_RUN_ID: 'run',
}

type State = Pick<FinishedRun, 'rows' | 'output' | 'statusMessages'>

/** Runs a bundled Actor in its own process against a small fake of the platform's API. */
export async function runActor(
  script: string,
  input: unknown,
  options: RunOptions = {},
): Promise<FinishedRun> {
  const state: State = { rows: [], output: undefined, statusMessages: [] }
  const api = await startApi(input, state, options.refusals ?? {})
  try {
    const child = spawn(process.execPath, [script], {
      env: { APIFY_API_BASE_URL: api.origin, ...(options.env ?? ENVIRONMENT) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    options.terminateAfter?.then(() => child.kill('SIGTERM'))
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ])
    return { ...state, code, log: stdout + stderr }
  } finally {
    await api.close()
  }
}

function startApi(
  input: unknown,
  state: State,
  refusals: Record<string, number[]>,
): Promise<WebServer> {
  return startWebServer(async (request, response) => {
    const path = request.url ?? ''
    const refused = Object.entries(refusals)
      .find(([end]) => path.endsWith(end))?.[1]
      .shift()
    const answer = refused ? { status: refused } : await answerCall(request, input, state)
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body ?? { message: STATUS_CODES[answer.status] }))
  })
}

async function answerCall(
  request: IncomingMessage,
  input: unknown,
  state: State,
): Promise<{ status: number; body?: unknown }> {
  const sent = await text(request)
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401 }
  switch (`${request.method} ${request.url}`) {
    case 'GET /v2/key-value-stores/store/records/INPUT':
      return input === undefined ? { status: 404 } : { status: 200, body: input }
    case 'PUT /v2/key-value-stores/store/records/OUTPUT':
      state.output = JSON.parse(sent)
      return { status: 201 }
    case 'POST /v2/datasets/data/items':
      state.rows.push(...JSON.parse(sent))
      return { status: 201 }
    case 'PUT /v2/actor-runs/run':
      state.statusMessages.push(JSON.parse(sent))
      return { status: 200 }
    default:
      return { status: 404 }
  }
}
