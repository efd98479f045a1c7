import type { Actor } from '../../actors/project.ts'
import type { Command } from '../command.ts'
import { dockerfileCommand } from './dockerfile.ts'
import { nodeFileCommand } from './node-file.ts'
import { pythonFileCommand } from './python-file.ts'
import { readManifest, startScriptCommand } from './start-script.ts'

/**
 * Finds the command that starts a project. docs/local-platform.md shows the same order to users.
 * @throws {Error} with a message for the user of the run, if the project cannot be started
 */
export async function findCommand({
  folder,
  definition,
}: Pick<Actor, 'folder' | 'definition'>): Promise<Command> {
  const manifest = await readManifest(folder)
  const script = await startScriptCommand(folder, manifest)
  if (script) return script
  const node = await nodeFileCommand(folder, process.versions.node)
  if (typeof node === 'object') return node
  const command =
    (await pythonFileCommand(folder)) ??
    (await dockerfileCommand(folder, definition.dockerfile, manifest.scripts.build))
  if (command) return command
  throw new Error(
    node ??
      `There is nothing to run in ${folder}. Add one of these: a "start" script in package.json, main.js, main.py, or a Dockerfile whose CMD is a plain node or python command.`,
  )
}
