import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, onTestFinished } from 'vitest'
import { differences } from './compare-answer.ts'

/** A platform in its own process, to be killed. */
export interface KillablePlatform {
  process: ChildProcess
  baseUrl: string
  token: string
  post(path: string, body?: unknown): Promise<{ status: number; json: unknown }>
}

/** Bundles the program that runs a platform into one file, which starts fast. */
export async function bundlePlatform(dir: string): Promise<string> {
  const outfile = join(dir, 'platform.mjs')
  // As in the build: bundled packages call `require`.
  const banner =
    "import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(import.meta.url)"
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('./platform-process.ts'))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    logLevel: 'error',
  })
  return outfile
}

/** Starts a bundled platform, which is killed after the test at the latest. */
export async function startKillablePlatform(
  script: string,
  dataDir: string,
  actorDir: string,
): Promise<KillablePlatform> {
  const child = spawn(process.execPath, [script, dataDir, actorDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const failed = once(child, 'exit').then(() =>
    Promise.reject(new Error('The platform has ended.')),
  )
  const printed = once(child.stdout.setEncoding('utf8'), 'data')
  failed.catch(() => {})
  const [line] = await Promise.race([printed, failed])
  const { baseUrl, token } = JSON.parse(line)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = async (path: string, body?: unknown) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await fetch(`${baseUrl}/v2${path}`, init)
    const { status } = response
    const text = await response.text()
    const sent = Object.fromEntries(response.headers)
    const answer = { method: 'POST', path: `/v2${path.split('?')[0]}`, status, headers: sent }
    expect(differences({ ...answer, body: text })).toEqual([])
    return { status, json: JSON.parse(text) }
  }
  return { process: child, baseUrl, token, post }
}
