import { resolve } from 'node:path'
import { projectsIn } from './actors/project.ts'
import { ActorRegistry } from './actors/registry.ts'
import { lockDataFolder } from './data-folder.ts'
import { type LocalPlatform, openPlatform } from './open-platform.ts'
import type { UpstreamProxy } from './runs/pass-through-proxy.ts'
import type { Clock } from './schedules/clock.ts'

export { exportFolder } from './formats/crawlee-storage/export.ts'
export { importFolder } from './formats/crawlee-storage/import.ts'
export type { LocalPlatform } from './open-platform.ts'
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
  /** The clock of the schedules. Default: that of the system. */
  clock?: Clock | undefined
}

/**
 * Starts a platform in this process. Servers share one in a process of its own instead: see `process`.
 * @throws {Error} if the directory is in use or of a newer format, or an Actors folder cannot be read
 */
export async function startLocalPlatform(options: LocalPlatformOptions): Promise<LocalPlatform> {
  const { actorDirs, log = () => {}, upstreamProxy, clock } = options
  const dir = resolve(options.dir)
  await Promise.all(actorDirs.map(projectsIn))
  const lock = await lockDataFolder(dir)
  try {
    const actors = new ActorRegistry(() => actorDirs, log)
    const platform = await openPlatform({ dir, actors, log, upstreamProxy, clock })
    return { ...platform, close: once(() => platform.close().finally(() => lock.release())) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => {
    result ??= action()
    return result
  }
}
