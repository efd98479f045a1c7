import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const path = (from: string) => fileURLToPath(new URL(from, import.meta.url))

const PROGRAMS = {
  built: [path('../../dist/main.js')],
  fixtures: [
    ...['--import', 'tsx', path('./fixture-server.ts')],
    `--actors=${path('../../dist/actors')}`,
    `--actors=${path('./actor')}`,
  ],
}

/** The built server, or its HTTP with the suite's fixtures. */
export type Target = keyof typeof PROGRAMS

const listening = z.object({ msg: z.literal('listening'), url: z.string() })

/** Starts a server on a free port with a new data folder. `stop` stops it and deletes the folder. */
export async function startTarget(target: Target): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'conformance-'))
  const args = [...PROGRAMS[target], '--http', '--port=0', `--local=${dir}`]
  const env = { PATH: process.env.PATH ?? '', HOME: dir }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = once(child, 'close')
  const stop = async () => {
    child.kill()
    await closed
    await rm(dir, { recursive: true, force: true })
  }
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line)
    const url = urlIn(line)
    if (url === undefined) continue
    child.stderr.resume()
    return { url, stop }
  }
  await stop()
  throw new Error(`The server (${target}) did not start: ${lines.join('\n')}`)
}

function urlIn(line: string): string | undefined {
  try {
    return listening.safeParse(JSON.parse(line)).data?.url
  } catch {
    return undefined
  }
}
