import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPlatform, type TestPlatform } from './platform.ts'

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** Starts a platform with an Actor that can import the packages of this project. */
export async function startWithSdk(script: string, files: Record<string, unknown> = {}) {
  const platform = await startPlatform({ script, files })
  await symlink(MODULES, join(platform.dir, 'actor', 'node_modules'))
  return platform
}

export async function logOf(platform: TestPlatform, id: string): Promise<string> {
  return (await platform.call(`GET /v2/logs/${id}`)).text
}
