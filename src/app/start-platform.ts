import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUNDLED_ACTORS } from '../config/actor-folders.ts'
import type { Config } from '../config/config.ts'
import type { LocalPlatform } from '../local/index.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'

type LocalTarget = Extract<Config['target'], { mode: 'local' }>

/**
 * Starts the local platform. The default folder serves one server at a time. A second server, for
 * example of another window, gets a temporary folder that is deleted when it ends.
 */
export async function startPlatform(
  { dir, ownDir, actorDirs }: LocalTarget,
  log: (line: string) => void,
  proxyFor?: ChooseProxy,
): Promise<{ platform: LocalPlatform; discard(): Promise<void> }> {
  const { startLocalPlatform } = await import('../local/index.ts')
  const options = {
    actorDirs: actorDirs ?? [BUNDLED_ACTORS],
    log,
    ...(proxyFor && { upstreamProxy: (url: URL) => proxyFor(url)?.url }),
  }
  try {
    return { platform: await startLocalPlatform({ ...options, dir }), discard: async () => {} }
  } catch (error) {
    if (!ownDir) throw error
    const own = await mkdtemp(join(tmpdir(), 'apify-agent-tools-'))
    log(
      `${dir} cannot be used (${error instanceof Error ? error.message : error}); the data of this session is in ${own}`,
    )
    const discard = () => rm(own, { recursive: true, force: true })
    try {
      return { platform: await startLocalPlatform({ ...options, dir: own }), discard }
    } catch (error) {
      await discard()
      throw error
    }
  }
}
