import { timingSafeEqual } from 'node:crypto'
import { messageOf } from '../api-error.ts'
import { deleteLocked, lockDataFolder } from '../data-folder.ts'
import { InUseError, type Lock, lockDirectory } from '../data-folder-lock.ts'
import type { UpstreamProxy } from '../runs/pass-through-proxy.ts'
import { removeAddress, writeAddress } from './address-file.ts'
import type { Leases } from './leases.ts'
import type { StartState } from './start-process.ts'

/** How long ending may take before the process ends anyway, in milliseconds. */
const END_MS = 10_000

export interface PlatformProcessOptions {
  /** The data folder. */
  dir: string
  /** Deletes the folder when no server uses it any more. */
  isTemporary: boolean
  /** The version of the program. */
  version: string
  /** The folder of the bundled Actors. */
  bundledActors: string
  /** Chooses the proxy behind the stand-in for Apify Proxy. */
  upstreamProxy: UpstreamProxy
}

/**
 * Runs the platform of a data folder in this process, which ends when no server uses it any more. Says
 * on stdout whether it has started; if another process was faster, that one has the folder.
 */
export async function runPlatformProcess(options: PlatformProcessOptions): Promise<void> {
  // The server that started this process may end before it, and with it the readers of its output.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  try {
    const lock = await lockDataFolder(options.dir, (dir) => lockDirectory(dir, true))
    try {
      // That of a dead platform, whose pid this process may have.
      await removeAddress(options.dir)
      await serve(options, lock)
    } catch (error) {
      await lock.release()
      throw error
    }
    say({ state: 'ready' })
  } catch (error) {
    say(
      error instanceof InUseError
        ? { state: 'in-use' }
        : { state: 'failed', message: messageOf(error) },
      () => process.exit(1),
    )
  }
}

async function serve(options: PlatformProcessOptions, lock: Lock): Promise<void> {
  const { dir, version, bundledActors, upstreamProxy } = options
  // Loaded behind the lock: of several processes that start at once, all but one end here.
  const [{ openPlatform }, { ActorRegistry }, { Leases }, { leaseRoute }] = await Promise.all([
    import('../open-platform.ts'),
    import('../actors/registry.ts'),
    import('./leases.ts'),
    import('./lease-route.ts'),
  ])
  const leases = new Leases({
    bundledActors,
    onAttached: () => actors.logAgain(),
    onUnused: () => end(options.isTemporary ? () => deleteLocked(dir, lock) : release),
  })
  const log = (line: string) => leases.log(line)
  const release = () => lock.release()
  const actors = new ActorRegistry(() => leases.actorDirs, log)
  const platform = await openPlatform({
    dir,
    actors,
    log,
    upstreamProxy,
    moreRoutes: ({ token }) => [leaseRoute(leases, (given) => isSame(given, `Bearer ${token}`))],
  })
  const { baseUrl, token } = platform
  const end = endOnce(async () => {
    leases.end()
    await removeAddress(dir).catch((error) => log(messageOf(error)))
    await platform.close().catch((error) => log(messageOf(error)))
  })
  // A signal does not say that nobody needs a temporary folder any more.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => end(release))
  }
  process.on('uncaughtException', (error) => failWith(error, leases))
  await writeAddress(dir, { version, pid: process.pid, baseUrl, token })
  leases.begin()
}

/** Returns a function that ends the process once, with `close` and then a last step. */
function endOnce(close: () => Promise<void>): (last: () => Promise<void>) => void {
  let hasBegun = false
  return async (last) => {
    if (hasBegun) return
    hasBegun = true
    setTimeout(() => process.exit(1), END_MS).unref()
    await close()
    await last().catch(() => {})
    process.exit(0)
  }
}

/** Ends the process, and says why to the servers, or else where the one that started it may read. */
function failWith(error: Error, leases: Leases): void {
  const line = `The local platform failed: ${error.stack ?? error}`
  if (leases.areHeld) leases.log(line)
  else process.stderr.write(`${line}\n`)
  setImmediate(() => process.exit(1))
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function say(state: StartState, then: () => void = () => {}): void {
  process.stdout.write(`${JSON.stringify(state)}\n`, then)
}
