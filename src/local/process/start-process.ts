import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { z } from 'zod'
import { readLines } from './read-lines.ts'

/** How long a platform may take to start, in milliseconds. */
export const START_MS = 30_000

/** What the process of a platform says when it has started, or has not. */
const startState = z.union([
  z.object({ state: z.enum(['ready', 'in-use']) }),
  z.object({ state: z.literal('failed'), message: z.string() }),
])

export type StartState = z.output<typeof startState>

export interface PlatformProgram {
  /** The arguments of Node that run it. */
  args: string[]
  env: Record<string, string | undefined>
  /** Its working folder. */
  cwd: string
}

/**
 * Starts the process of a platform, apart from this one: signals of its terminal do not reach it, it
 * has no window, and it keeps this process neither alive nor its output open. A process that has not
 * said within `START_MS` whether it has started is killed.
 * @param log receives what it writes on stderr as long as this process lives, such as a crash of Node
 * @returns what it says about its start
 */
export async function startProcess(
  { args, env, cwd }: PlatformProgram,
  log: (line: string) => void,
): Promise<StartState> {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.unref()
  let complaints: string[] | undefined = []
  readLines(child.stderr, (line) => {
    complaints?.push(line)
    log(line)
  })
  const state = await stateOf(child)
  for (const output of [child.stdout, child.stderr]) if (output instanceof Socket) output.unref()
  const reason = typeof state === 'string' ? [...complaints, state] : []
  complaints = undefined
  return typeof state === 'string' ? { state: 'failed', message: reason.join(' ') } : state
}

/** Waits until a process says how its start went. Returns a text if it does not say that. */
async function stateOf(child: ChildProcess): Promise<StartState | string> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => {
        resolve(`It was not ready within ${START_MS / 1000} s, and was killed.`)
        child.kill('SIGKILL')
      }, START_MS)
      child.once('error', (error) => resolve(error.message))
      child.once('close', () => resolve('It ended before it was ready.'))
      if (!child.stdout) return
      readLines(child.stdout, (line) => {
        const state = parse(line)
        if (state) resolve(state)
      })
    })
  } finally {
    clearTimeout(timer)
  }
}

/** Reads a line as the state of the start. Others, such as that of a `--require`, are none. */
function parse(line: string): StartState | undefined {
  try {
    return startState.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
