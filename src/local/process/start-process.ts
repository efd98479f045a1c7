import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { z } from 'zod'
import { readLines } from './read-lines.ts'

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
 * has no window, and it keeps this process neither alive nor its output open.
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
  const lines: string[] = []
  readLines(child.stderr, (line) => {
    lines.push(line)
    log(line)
  })
  const said = await firstLine(child)
  for (const output of [child.stdout, child.stderr]) if (output instanceof Socket) output.unref()
  const state = startState.safeParse(said).data
  return state ?? { state: 'failed', message: lines.join(' ') || 'It ended without a word.' }
}

/** Returns the first line that a process prints as JSON; undefined if it ends before. */
function firstLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ state: 'failed', message: error.message }))
    child.once('close', () => resolve(undefined))
    if (child.stdout) readLines(child.stdout, (line) => resolve(parse(line)))
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
