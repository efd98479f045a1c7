import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderPath } from './folders.ts'
import { UsageError } from './usage-error.ts'

/** The name that stands for the bundled Actors. A folder of that name is written as `./bundled`. */
export const BUNDLED = 'bundled'
/** The folder of the bundled Actors, which the build writes beside the program. */
export const BUNDLED_ACTORS = join(import.meta.dirname, 'actors')

/** Returns the absolute paths of the folders that `--actors` names. */
export function actorFolders(given: readonly string[]): string[] {
  return given.map((entry) => (entry === BUNDLED ? BUNDLED_ACTORS : folderPath(entry)))
}

/**
 * Checks that each folder that `actorFolders` returned is there and holds an Actor. A person who mistyped it learns so at
 * the start, and not when an agent first asks for an Actor.
 * @throws {UsageError} that names the folder
 */
export function checkActorFolders(folders: readonly string[]): void {
  for (const folder of folders) if (folder !== BUNDLED_ACTORS) checkFolder(folder)
}

function checkFolder(folder: string): void {
  if (isProject(folder)) return
  const name = JSON.stringify(folder)
  if (namesIn(folder, name).some((entry) => isProject(join(folder, entry)))) return
  throw new UsageError(
    `--actors: the folder ${name} holds no Actor.`,
    'Name a folder with .actor/actor.json, or one whose folders have it. `apify-agent-tools init DIR` writes an Actor.',
  )
}

function isProject(folder: string): boolean {
  return existsSync(join(folder, '.actor', 'actor.json'))
}

function namesIn(folder: string, name: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const [problem, remedy] =
      code === 'ENOENT'
        ? ['does not exist', 'Create it, or correct the path.']
        : code === 'ENOTDIR'
          ? ['is a file', 'Name the folder of the Actor.']
          : [`cannot be read (${code})`, 'Make it readable, or name another.']
    throw new UsageError(`--actors: ${name} ${problem}.`, remedy)
  }
}
