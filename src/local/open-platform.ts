import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActorRegistry } from './actors/registry.ts'
import { AccessTokens } from './http/access-tokens.ts'
import type { Route } from './http/router.ts'
import { startServer } from './http/server.ts'
import { openJobs } from './open-jobs.ts'
import { table } from './routes/index.ts'
import { CrashMarkers } from './runs/crash-markers.ts'
import { PassThroughProxy, type UpstreamProxy } from './runs/pass-through-proxy.ts'
import { recoverRuns } from './runs/recovery.ts'
import { RunStore } from './runs/run-store.ts'
import { Watchdog } from './runs/watchdog.ts'
import { type Clock, systemClock } from './schedules/clock.ts'
import { openStorages, settleStorages } from './storage/open-storages.ts'

export interface OpenOptions {
  /** The data folder, which this process has locked. */
  dir: string
  actors: ActorRegistry
  /** Receives lines for the operator. */
  log(line: string): void
  /** Chooses the proxy behind the stand-in for Apify Proxy. Default: none. */
  upstreamProxy?: UpstreamProxy | undefined
  /** Default: that of the system. */
  clock?: Clock | undefined
  /** Returns routes beside those of the API. */
  moreRoutes?(owner: { token: string }): Route[]
}

export interface LocalPlatform {
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: string
  /** Valid until `close`. */
  token: string
  /** Ends all runs within a second and waits for pending writes. The lock of the folder stays. */
  close(): Promise<void>
}

/** Opens the data of a locked folder and serves Apify's API v2 on the loopback interface. */
export async function openPlatform(options: OpenOptions): Promise<LocalPlatform> {
  const { dir, actors, log, upstreamProxy, moreRoutes = () => [], clock = systemClock } = options
  const onFault = (error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const folders = ['runs', 'live'].map((name) => join(dir, name))
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
  const store = new RunStore(join(dir, 'runs'), onFault)
  const markers = new CrashMarkers(join(dir, 'live'))
  const recovered = await recoverRuns(store, markers, onFault)
  const tokens = new AccessTokens()
  const { token } = tokens.issue()
  const routes = [...table, ...moreRoutes({ token })]
  const storages = await openStorages(dir, onFault)
  const server = await startServer({ table: routes, tokens, onFault })
  const { baseUrl } = server
  const watchdog = new Watchdog()
  const proxy = new PassThroughProxy(upstreamProxy)
  const context = { baseUrl, store, markers, tokens, watchdog, proxy }
  const jobs = openJobs({ ...context, dir, actors, clock, storages, onFault })
  server.serve({ baseUrl, proxy, ...jobs.services, ...storages })
  jobs.start(recovered).catch(onFault)
  return {
    baseUrl,
    token,
    close: async () => {
      // Runs end first, while they can still reach the platform to store their last results.
      await jobs.endRuns()
      await proxy.close()
      await server.close()
      await jobs.close()
      await settleStorages(storages)
    },
  }
}
