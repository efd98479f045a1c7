import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../config/usage-error.ts'

/** The build copies the templates beside the program. */
const TEMPLATES = fileURLToPath(new URL('./templates/', import.meta.url))
/** npm leaves out a file of the second name when it packs the program. */
const RENAMED = new Map([['gitignore', '.gitignore']])

/**
 * Writes the files of a template into a folder, which is made if there is none.
 * @param name of the Actor; it takes the place of `my-actor` and `My Actor`
 * @returns the paths of the files, relative to the folder
 * @throws {UsageError} if the folder is not empty or is a file
 */
export async function copyTemplate(
  template: string,
  folder: string,
  name: string,
): Promise<string[]> {
  await makeEmpty(folder)
  const from = join(TEMPLATES, template)
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
    .toSorted()
  for (const file of files) {
    const text = await readFile(join(from, file), 'utf8')
    const target = join(folder, writtenAs(file))
    await mkdir(dirname(target), { recursive: true })
    const own = text.replaceAll('my-actor', name).replaceAll('My Actor', titleOf(name))
    // Fails rather than to overwrite what somebody wrote meanwhile.
    await writeFile(target, own, { flag: 'wx' })
  }
  return files.map(writtenAs).toSorted()
}

/** @throws {UsageError} if there is something already */
async function makeEmpty(folder: string): Promise<void> {
  const name = JSON.stringify(folder)
  const found = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((error) => {
      throw new UsageError(
        `The folder ${name} cannot be made or read (${error.code}).`,
        'Choose another folder.',
      )
    })
  // A repository may have been made first.
  if (found.every((entry) => entry === '.git')) return
  throw new UsageError(
    `The folder ${name} is not empty, and nothing is overwritten.`,
    'Name a new folder.',
  )
}

function writtenAs(file: string): string {
  return RENAMED.get(file) ?? file
}

/** Returns `Price Watcher` for `price-watcher`. */
function titleOf(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
