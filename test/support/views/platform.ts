import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MAIN } from '../server-options.ts'
import { type Seeded, seedPlatform } from './seed.ts'
import { writeActors } from './seed-actors.ts'

/** The built server over HTTP, with a local platform of its own that has data. */
export interface Platform {
  /** The address of its MCP endpoint. */
  url: string
  seeded: Seeded
  close(): Promise<void>
}

/**
 * Starts the built server on a new local platform, without an account, and fills it.
 * @param flags more flags of the server, such as `--views=on`
 */
export async function startPlatform(flags: string[] = []): Promise<Platform> {
  const home = await mkdtemp(join(tmpdir(), 'views-'))
  const actors = ['bundled', ...(await writeActors(join(home, 'actors')))].join(',')
  const where = ['--http', '--port=0', '--local', join(home, 'data'), '--actors', actors]
  const child = spawn(process.execPath, [MAIN, ...where, '--tools=all', ...flags], {
    env: { PATH: process.env.PATH ?? '', HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const url = await addressOf(child)
    return { url, seeded: await seedPlatform(url), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Returns the address that the server logs when it listens. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('The server has no standard error.')
  const seen: string[] = []
  const lines = createInterface({ input: stderr })
  for await (const line of lines) {
    seen.push(line)
    const url = /"url":"(http:[^"]+\/mcp)".*"msg":"listening"/.exec(line)?.[1]
    if (url === undefined) continue
    // Whatever else is logged must not fill the pipe.
    stderr.resume()
    return url
  }
  throw new Error(`The server did not start: ${seen.join('\n')}`)
}
