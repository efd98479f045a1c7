import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../support/folder.ts'
import { BLOCKS, blocksFor } from './blocks.ts'

const files = blocksFor('repository/docs/recipes.test.ts')

/** The config files of the recipes, by name. Servers with them are started by tests of their own. */
export const RECIPES: ReadonlyMap<string, string> = new Map(
  files.flatMap(({ file, code }) => (file === undefined ? [] : [[file, code]])),
)

/**
 * Writes the config file of a recipe as it stands.
 * @param without keys that the page says may be removed
 */
export async function writeRecipe(name: string, without: string[] = []): Promise<string> {
  const code = RECIPES.get(name)
  if (code === undefined) throw new Error(`docs/operating.md has no file ${name}.`)
  const config = JSON.parse(code)
  for (const key of without) {
    if (!(key in config)) throw new Error(`${name} has no ${key}.`)
    delete config[key]
  }
  const path = join(await makeFolder('recipe-'), name)
  await writeFile(path, without.length > 0 ? JSON.stringify(config) : code)
  return path
}

/** Returns a word of a command; the name of a file that the pages show becomes a path of that file. */
export async function withFile(word: string): Promise<string> {
  const name = word.replace(/^\/path\/to\//, '')
  const shown = BLOCKS.find(({ lang, file }) => lang === 'json' && file === name)
  if (!shown) return word
  const path = join(await makeFolder(), name)
  await writeFile(path, shown.code)
  return path
}
