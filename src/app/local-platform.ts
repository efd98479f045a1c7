// The program of the local platform, which its first server starts. Its one argument is JSON.

import { z } from 'zod'
import { BUNDLED_ACTORS } from '../config/actor-folders.ts'
import { proxyFor, readProxies } from '../config/proxies.ts'
import { runPlatformProcess } from '../local/process/main.ts'

const options = z
  .object({ dir: z.string(), isTemporary: z.boolean(), version: z.string() })
  .parse(JSON.parse(process.argv.at(-1) ?? ''))

const { proxies } = readProxies(process.env, {
  mode: 'local',
  dir: options.dir,
  isDefaultDir: false,
  actorDirs: undefined,
})

await runPlatformProcess({
  ...options,
  bundledActors: BUNDLED_ACTORS,
  upstreamProxy: (url) => proxyFor(url, proxies)?.url,
})
