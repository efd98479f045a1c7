import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { copiedBy, LAST_STAGE, variablesOf, wordsOf } from './dockerfile.ts'
import { makeFolder } from './folder.ts'
import { connectStdio } from './mcp-client.ts'
import { ROOT } from './root.ts'

/** The entry point is a shell script, and the health check reads /proc. */
export const HAS_IMAGE = process.platform === 'linux'

/** The user `node` of the image has this ID, and its group too. */
export const IMAGE_USER = 1000

type Env = Record<string, string>

/**
 * Lays out the files of the image in a folder, without an engine, and returns what runs them as the Dockerfile says:
 * its entry point with its variables as its user, if the test may take on that user.
 * @param user the ID of another user, as `docker run --user` takes it
 */
export async function makeImage(user = IMAGE_USER) {
  const folder = await makeFolder('image-')
  const [app, data, home] = [join(folder, 'app'), join(folder, 'data'), join(folder, 'home')]
  await cp(join(ROOT, 'dist'), join(app, 'dist'), { recursive: true })
  for (const { sources } of copiedBy(LAST_STAGE))
    for (const source of sources) await cp(join(ROOT, source), join(app, basename(source)))
  await chmod(folder, 0o755)
  for (const owned of [data, home]) {
    await mkdir(owned)
    if (isRoot()) await chown(owned, user, user)
  }
  const placed = (text: string) => text.replace(/^\/app(?=\/)/, app).replace(/^\/data\b/, data)
  const commandOf = (name: string, args: string[] = []) => {
    const [command = '', ...rest] = [...asUser(user), ...wordsOf(name).map(placed), ...args]
    return { command, args: rest }
  }
  const variables = Object.entries(variablesOf()).map(([name, value]) => [name, placed(value)])
  const environment = (env: Env): Env => ({
    PATH: process.env.PATH ?? '',
    HOME: home,
    ...Object.fromEntries(variables),
    ...env,
  })
  const start = (name: string, args: string[], env: Env) => {
    const { command, args: words } = commandOf(name, args)
    return spawn(command, words, { cwd: app, env: environment(env), stdio: 'pipe' })
  }
  return {
    app,
    data,
    /** Connects a client to what the entry point starts, as `docker run -i` does. */
    connect: (args: string[] = [], env: Env = {}) =>
      connectStdio({ ...commandOf('ENTRYPOINT', args), env: environment(env) }),
    /** Starts the entry point, and waits until it serves over HTTP. */
    serve: (args: string[], env: Env = {}) => waitForUrl(start('ENTRYPOINT', args, env)),
    /** Runs the entry point to its end. */
    run: (args: string[], env: Env = {}) => waitForEnd(start('ENTRYPOINT', args, env)),
    /** Runs the health check. @returns its exit code */
    async checkHealth(): Promise<number | null> {
      return (await waitForEnd(start('HEALTHCHECK', [], {}))).code
    },
  }
}

/** Returns the command that takes on a user. Only root may do that. */
function asUser(user: number): string[] {
  if (!isRoot()) return []
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

const listening = z.object({ msg: z.literal('listening'), url: z.url() })

async function waitForUrl(child: ChildProcess & { stderr: NodeJS.ReadableStream }) {
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close')
  for await (const line of createInterface({ input: child.stderr })) {
    const { url } = listening.safeParse(JSON.parse(line)).data ?? {}
    // All addresses of the container; this is one of them.
    const base = url?.replace(/\/mcp$/, '').replace('//0.0.0.0:', '//127.0.0.1:')
    if (url !== undefined && base !== undefined) return { child, ended, url, base }
  }
  throw new Error('The server has ended.')
}

async function waitForEnd(child: ReturnType<typeof spawn>) {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdin?.end()
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}
