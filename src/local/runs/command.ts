import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { z } from 'zod'
import { exists, readJson } from '../files.ts'

/** How to start an Actor. `file` is run without a shell. */
export interface Command {
  file: string
  args: string[]
}

const manifest = z.object({
  scripts: z.object({ start: z.string().optional(), build: z.string().optional() }).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/** Entry points to try for a project without a start script. */
const ENTRY_POINTS = ['main.js', 'src/main.js']

/**
 * Finds the command that starts a project.
 * @throws {Error} with a message for the user of the run, if the project cannot be started
 */
export async function commandOf(folder: string): Promise<Command> {
  const stored = await readJson(join(folder, 'package.json'))
  const { scripts, dependencies } = manifest.parse(stored ?? {})
  await checkInstalled(folder, Object.keys(dependencies))
  const start = scripts?.start?.trim()
  if (start) {
    const command = parseScript(start)
    await checkBuilt(folder, command, scripts?.build)
    return command
  }
  for (const file of ENTRY_POINTS) {
    if (await exists(join(folder, file))) return { file: process.execPath, args: [file] }
  }
  const files = ENTRY_POINTS.join(' or ')
  throw new Error(`There is nothing to run in ${folder}. Add a "start" script or ${files}.`)
}

/** Returns `PATH` with the project's own commands first, as npm does for scripts. */
export function pathFor(folder: string): string {
  return [join(folder, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
}

/** Runs a plain `node FILE` without a shell: signals reach it directly, and it is the same Node. */
function parseScript(script: string): Command {
  const [program, ...args] = script.split(/\s+/)
  const isPlain = /^[\w\s./@:=,+-]+$/.test(script)
  if (program === 'node' && isPlain) return { file: process.execPath, args }
  if (process.platform === 'win32') return { file: 'cmd.exe', args: ['/d', '/s', '/c', script] }
  return { file: '/bin/sh', args: ['-c', script] }
}

/** @throws {Error} if the project must be built first, which is left to its user */
async function checkBuilt(folder: string, { args }: Command, build: string | undefined) {
  const target = args.find((arg) => /\.[cm]?js$/.test(arg))
  if (!build || target === undefined || args.includes('-c')) return
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
