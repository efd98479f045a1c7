import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { exists } from '../../files.ts'
import type { Command } from '../command.ts'

/** What a project may have, and the arguments that start it. */
const ENTRY_POINTS: readonly (readonly [file: string, args: string[]])[] = [
  ['main.py', ['main.py']],
  ['src/__main__.py', ['-m', 'src']],
  ['src/main.py', ['src/main.py']],
]

const IS_WINDOWS = process.platform === 'win32'
/** On Windows `py` comes first: the other names may belong to a stub that opens a shop. */
const NAMES = IS_WINDOWS ? ['py.exe', 'python.exe', 'python3.exe'] : ['python3', 'python']
/** Where virtual environments usually are in a project. */
const ENVIRONMENTS = ['.venv', 'venv'].map((name) =>
  IS_WINDOWS ? join(name, 'Scripts', 'python.exe') : join(name, 'bin', 'python'),
)

/**
 * Returns the command that starts the Python program of a project, if there is one.
 * @throws {Error} if there is one, but no Python
 */
export async function pythonFileCommand(folder: string): Promise<Command | undefined> {
  for (const [file, args] of ENTRY_POINTS) {
    if (await exists(join(folder, file))) return pythonCommand(folder, args)
  }
  return undefined
}

/**
 * Returns the command that runs Python: that of the project's virtual environment, else the first on
 * the `PATH`.
 * @param path folders in the form of `PATH`
 * @throws {Error} if there is no Python
 */
export async function pythonCommand(
  folder: string,
  args: string[],
  path = process.env.PATH ?? '',
): Promise<Command> {
  const onPath = NAMES.flatMap((name) =>
    path
      .split(delimiter)
      .filter((place) => place !== '')
      .map((place) => join(place, name)),
  )
  for (const file of [...ENVIRONMENTS.map((one) => join(folder, one)), ...onPath]) {
    if (await isProgram(file)) return { file, args }
  }
  throw new Error(
    `No Python was found to run ${folder}: none of ${NAMES.join(', ')} is on the PATH. Install Python 3, or make a virtual environment in .venv, then run again.`,
  )
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
