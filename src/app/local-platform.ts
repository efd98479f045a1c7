// The program of the local platform, which its first server starts. Its one argument is JSON.

import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { proxyFor, readProxies } from '../config/proxies.ts'
import { runPlatformProcess } from '../local/process/main.ts'

const options = z
  .object({ dir: z.string(), isTemporary: z.boolean(), version: z.string() })
  .parse(JSON.parse(process.argv.at(-1) ?? ''))

const { proxies } = readProxies(process.env, {
  mode: 'local',
  dir: options.dir,
  ownDir: false,
  actorDirs: undefined,
})

await runPlatformProcess({
  ...options,
  bundledActors: fileURLToPath(new URL('./actors/', import.meta.url)),
  upstreamProxy: (url) => proxyFor(url, proxies)?.url,
})
