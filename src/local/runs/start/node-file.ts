import { join } from 'node:path'
import { exists } from '../../files.ts'
import type { Command } from '../command.ts'

const JAVASCRIPT = ['js', 'mjs', 'cjs']
const TYPESCRIPT = ['ts', 'mts', 'cts']

/**
 * The first versions of Node that run TypeScript without a flag, by their major number. All later ones
 * do. Source: "Type stripping" in https://nodejs.org/api/typescript.html.
 */
const FIRST_MINOR = new Map([
  [22, 18],
  [23, 6],
])

/**
 * Returns the command that starts `main` or `src/main`, JavaScript before TypeScript.
 * @param nodeVersion the version of the Node that would run it, such as `22.18.0`
 * @returns a text if there is only TypeScript and this Node cannot run it: what to do for the user of
 *   the run. Undefined if there is no such file.
 */
export async function nodeFileCommand(
  folder: string,
  nodeVersion: string,
): Promise<Command | string | undefined> {
  const javascript = await firstFile(folder, JAVASCRIPT)
  if (javascript) return { file: process.execPath, args: [javascript] }
  const typescript = await firstFile(folder, TYPESCRIPT)
  if (!typescript) return undefined
  if (runsTypeScript(nodeVersion)) return { file: process.execPath, args: [typescript] }
  return `Node ${nodeVersion} cannot run ${typescript} in ${folder}. Start the server with Node 22.18 or newer, or add a "start" script to package.json that runs built JavaScript.`
}

async function firstFile(folder: string, endings: string[]): Promise<string | undefined> {
  for (const start of ['main', 'src/main']) {
    for (const ending of endings) {
      const file = `${start}.${ending}`
      if (await exists(join(folder, file))) return file
    }
  }
  return undefined
}

function runsTypeScript(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 23 || minor >= (FIRST_MINOR.get(major) ?? Number.POSITIVE_INFINITY)
}
