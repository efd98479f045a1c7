import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { exists, readJson } from '../../files.ts'
import type { Command } from '../command.ts'

const manifest = z.object({
  scripts: z
    .object({ start: z.string().optional(), build: z.string().optional() })
    .default(() => ({})),
  dependencies: z.record(z.string(), z.string()).default({}),
})
export type Manifest = z.infer<typeof manifest>

/**
 * Reads the package.json of a project; empty if there is none.
 * @throws {Error} if it is malformed, or a dependency that it names is not installed
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const stored = await readJson(join(folder, 'package.json'))
  const read = manifest.parse(stored ?? {})
  await checkInstalled(folder, Object.keys(read.dependencies))
  return read
}

/**
 * Returns the command of the `start` script, if there is one.
 * @throws {Error} if the project must be built first, which is left to its user
 */
export async function startScriptCommand(
  folder: string,
  { scripts }: Manifest,
): Promise<Command | undefined> {
  const start = scripts.start?.trim()
  if (!start) return undefined
  const command = parseScript(start)
  const target = command.args.find((arg) => /\.[cm]?js$/.test(arg))
  const isShell = command.args.includes('-c')
  if (scripts.build && target !== undefined && !isShell) await checkBuilt(folder, target)
  return command
}

/** Runs a plain `node FILE` without a shell: signals reach it directly, and it is the same Node. */
function parseScript(script: string): Command {
  const [program, ...args] = script.split(/\s+/)
  const isPlain = /^[\w\s./@:=,+-]+$/.test(script)
  if (program === 'node' && isPlain) return { file: process.execPath, args }
  if (process.platform === 'win32') return { file: 'cmd.exe', args: ['/d', '/s', '/c', script] }
  return { file: '/bin/sh', args: ['-c', script] }
}

/** @throws {Error} if a file that a build writes is missing */
export async function checkBuilt(folder: string, target: string): Promise<void> {
  if (await exists(resolve(folder, target))) return
  throw new Error(
    `The file ${target} is not built yet. Run "npm run build" in ${folder}, then run again.`,
  )
}

/** @throws {Error} if a dependency is not installed */
async function checkInstalled(folder: string, names: string[]): Promise<void> {
  const require = createRequire(join(folder, 'package.json'))
  for (const name of names) {
    const places = require.resolve.paths(name) ?? []
    const found = await Promise.all(places.map((place) => exists(join(place, name))))
    if (found.includes(true)) continue
    throw new Error(
      `The dependency "${name}" is not installed. Run "npm install" in ${folder}, then run again.`,
    )
  }
}
