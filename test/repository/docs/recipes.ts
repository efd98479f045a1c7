import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../support/folder.ts'
import { readPage } from './markdown.ts'

const files = readPage('docs/operating.md').blocks.filter(({ file }) => file !== 'config.json')

/** The config files of the recipes, by name. Servers with them are started by tests of their own. */
export const RECIPES: ReadonlyMap<string, string> = new Map(
  files.flatMap(({ file, code }) => (file === undefined ? [] : [[file, code]])),
)

/** Returns whether a command starts the server of a recipe. */
export const isRecipe = (command: string) =>
  [...RECIPES.keys()].some((file) => command.includes(`--config ${file}`))

/** Writes the config file of a recipe as it stands. */
export async function writeRecipe(name: string): Promise<string> {
  const code = RECIPES.get(name)
  if (code === undefined) throw new Error(`docs/operating.md has no file ${name}.`)
  const path = join(await makeFolder('recipe-'), name)
  await writeFile(path, code)
  return path
}
