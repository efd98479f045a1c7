import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Zippable, zipSync } from 'fflate'

/** The first day that a ZIP archive can name. The same files give the same bytes, whenever they are packed. */
const MTIME = new Date(1980, 0, 1)

/** Packs all files of a folder, hidden ones too, by their paths in it. */
export async function zipFolder(folder: string, output: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
  const files: Zippable = {}
  for (const path of paths) {
    files[relative(folder, path).replaceAll(sep, '/')] = new Uint8Array(await readFile(path))
  }
  await writeFile(output, zipSync(files, { level: 9, mtime: MTIME }))
}
