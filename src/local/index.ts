import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { projectsIn } from './actors/project.ts'
import { ActorRegistry } from './actors/registry.ts'
import { Tasks } from './actors/tasks.ts'
import { lockDataFolder } from './data-folder.ts'
import { AccessTokens } from './http/access-tokens.ts'
import { startServer } from './http/server.ts'
import { table } from './routes/index.ts'
import { CrashMarkers } from './runs/crash-markers.ts'
import { PassThroughProxy, type UpstreamProxy } from './runs/pass-through-proxy.ts'
import { recoverRuns } from './runs/recovery.ts'
import { RunManager } from './runs/run-manager.ts'
import { RunStore } from './runs/run-store.ts'
import { Watchdog } from './runs/watchdog.ts'
import { openStorages } from './storage/open-storages.ts'

export { exportFolder } from './formats/crawlee-storage/export.ts'
export { importFolder } from './formats/crawlee-storage/import.ts'
export { pruneRuns } from './prune.ts'

export interface LocalPlatformOptions {
  /** The data folder. Created if missing, and locked while the platform runs. */
  dir: string
  /** Each is an Actor project (it has `.actor/actor.json`) or a folder of such projects. */
  actorDirs: string[]
  /** Receives lines for the operator, for example about an Actor that cannot be read. */
  log?: (line: string) => void
  /** Chooses the proxy behind the stand-in for Apify Proxy. Default: none. */
  upstreamProxy?: UpstreamProxy | undefined
}

interface OpenOptions extends LocalPlatformOptions {
  log: (line: string) => void
}

export interface LocalPlatform {
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: string
  /** Valid until `close`. */
  token: string
  /** Ends all runs within a second, waits for pending writes, and releases the lock. */
  close(): Promise<void>
}

/**
 * Starts a platform that serves Apify's API v2 on a free port of the loopback interface.
 * @throws {Error} if the directory is in use or of a newer format, or an Actors folder cannot be read
 */
export async function startLocalPlatform(options: LocalPlatformOptions): Promise<LocalPlatform> {
  const { actorDirs, log = () => {} } = options
  const dir = resolve(options.dir)
  await Promise.all(actorDirs.map(projectsIn))
  const lock = await lockDataFolder(dir)
  try {
    const folders = ['runs', 'live'].map((name) => join(dir, name))
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
    const platform = await open(dir, new ActorRegistry(actorDirs, log), { ...options, log })
    return { ...platform, close: once(() => platform.close().finally(() => lock.release())) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function open(
  dir: string,
  actors: ActorRegistry,
  { log, upstreamProxy }: OpenOptions,
): Promise<LocalPlatform> {
  const onFault = (error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const store = new RunStore(join(dir, 'runs'))
  const markers = new CrashMarkers(join(dir, 'live'))
  await recoverRuns(store, markers, onFault)
  const tokens = new AccessTokens()
  const server = await startServer({ table, tokens, onFault })
  const { baseUrl } = server
  const storages = await openStorages(dir)
  const tasks = new Tasks(join(dir, 'tasks'))
  const watchdog = new Watchdog()
  const proxy = new PassThroughProxy(upstreamProxy)
  const context = { baseUrl, store, markers, tokens, watchdog, proxy }
  const runs = new RunManager({ ...context, ...storages, onFault })
  server.serve({ baseUrl, actors, tasks, runs, proxy, ...storages })
  return {
    baseUrl,
    token: tokens.issue().token,
    close: async () => {
      // Runs end first, while they can still reach the platform to store their last results.
      await runs.close()
      await proxy.close()
      await server.close()
      await Promise.all(Object.values(storages).map((one) => one.settle()))
    },
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => {
    result ??= action()
    return result
  }
}
