import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { UsageError } from '../../config/usage-error.ts'
import { createRedactor } from '../../exit/redact.ts'
import type { System } from './client.ts'

/** How long a client's own program may take: more than it ever needs, in milliseconds. */
const TIMEOUT_MS = 60_000
/** How much of what it says is repeated, in characters. */
const MAX_SAID_CHARS = 400

/**
 * Returns the path of a program on PATH; undefined if there is none. On Windows only programs that need no shell
 * count, since its shell would change the quotes in JSON.
 */
export function findProgram(name: string, { platform, env }: System): string | undefined {
  const file = platform === 'win32' ? `${name}.exe` : name
  // An empty entry would be the current folder, where anybody's file may be.
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, file)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Runs a program to its end.
 * @param secrets are not repeated in the error
 * @throws {UsageError} with what the program said, if it fails
 */
export async function runOwnCommand(
  program: string,
  args: readonly string[],
  secrets: readonly string[],
): Promise<void> {
  const failure = await new Promise<string | undefined>((resolve) => {
    const child = execFile(program, args, { timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error) resolve(`${stderr}\n${stdout}`.trim() || `code ${error.code ?? error.signal}`)
      else resolve(undefined)
    })
    child.stdin?.end()
  })
  if (failure === undefined) return
  const { logLine } = createRedactor(() => [...secrets])
  throw new UsageError(
    `${JSON.stringify(program)} failed: ${logLine(failure).slice(0, MAX_SAID_CHARS)}`,
    'Run this command again with --file, which edits the settings file in its place.',
  )
}
