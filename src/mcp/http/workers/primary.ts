import cluster from 'node:cluster'
import { fileURLToPath } from 'node:url'
import type { HttpConfig } from '../../../config/http-flags.ts'
import type { WorkerProgram } from '../../../shared/worker-program.ts'
import type { Log } from '../logger.ts'
import { PrimaryState, type SharedServices } from './primary-state.ts'
import { WorkerPlace } from './worker-place.ts'

/**
 * Each worker has one thread for V8 to collect garbage and compile in, not Node's four: the workers use the
 * cores already, and threads that wait for each other do not collect faster. What the operator has chosen holds.
 */
const ONE_HELPER = '--v8-pool-size=1'
const POOL_SIZE = /--v8[-_]pool[-_]size/
/** How long workers may take to end: longer than their calls, backend, telemetry and log may take. In milliseconds. */
const END_MS = 15_000

export interface PrimaryOptions {
  /** With the port to listen on, which is not 0. */
  http: HttpConfig
  /** The program of a worker, and its arguments. */
  program: WorkerProgram
  args: string[]
  services: SharedServices
  log: Log
  /** Called when workers end again and again, so that the server cannot go on. */
  onBroken(): void
}

export interface Workers {
  /**
   * Starts them. The first one serves before the others do.
   * @returns the URL that they serve
   * @throws {StartError} if one ends before it serves
   */
  start(): Promise<string>
  /** Ends those that serve when their calls are answered, and the others at once. */
  stop(): Promise<void>
}

/** Returns workers that serve one port. Those that end are replaced. */
export function createWorkers(options: PrimaryOptions): Workers {
  const { http, program, args, services, log, onBroken } = options
  // The operating system's own way gives most connections to few processes.
  cluster.schedulingPolicy = cluster.SCHED_RR
  cluster.setupPrimary({
    ...settingsOf(program),
    args,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  const state = new PrimaryState(http, services)
  const places = Array.from(
    { length: http.workers },
    (_, index) => new WorkerPlace({ number: index + 1, state, log, onBroken }),
  )
  return { start: () => start(places), stop: () => stop(places) }
}

async function start([first, ...others]: readonly WorkerPlace[]): Promise<string> {
  // What is wrong with the configuration is said once, by the first worker.
  const url = (await first?.start()) ?? ''
  await Promise.all(others.map((place) => place.start()))
  return url
}

function settingsOf({ program, isText }: WorkerProgram) {
  const flags = flagsBeside([process.env.NODE_OPTIONS ?? '', ...process.execArgv])
  // Node needs a name of the program in any case, in front of the arguments.
  if (isText) return { exec: 'worker', execArgv: [...flags, '--eval', String(program)] }
  return { exec: fileURLToPath(program), execArgv: [...flags, ...process.execArgv] }
}

/** Returns the flags of Node that a worker gets beside those that are given. */
export function flagsBeside(given: readonly string[]): string[] {
  return given.some((flag) => POOL_SIZE.test(flag)) ? [] : [ONE_HELPER]
}

async function stop(places: readonly WorkerPlace[]): Promise<void> {
  for (const place of places) place.drain()
  const kill = () => {
    for (const place of places) place.kill()
  }
  const timer = setTimeout(kill, END_MS)
  await Promise.all(places.map(({ empty }) => empty))
  clearTimeout(timer)
}
