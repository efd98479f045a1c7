import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

const paths = ['src', 'tools', 'actors'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path)),
)

/** The text of each source file by its path from the root, with slashes. */
export const sources = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
