import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Paths of all sources, from the root and with slashes. */
export const files = ['src', 'tools'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts')),
)
/** Each path with its text. */
export const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))

/** Which files make up a room; the first that matches counts. */
const ROOMS: [room: string, files: RegExp][] = [
  ['registry', /^tools\/index\.ts$/],
  ['shared', /^tools\/(?:shared|questions)\.ts$/],
  ['tools', /^tools\//],
  ['crawler', /^src\/local\/actors\//],
  ['types of apify', /^src\/apify\/(?:\w+-)?types\.ts$/],
  ['apify', /^src\/apify\//],
  ['local', /^src\/local\//],
  ['mcp', /^src\/mcp\//],
  ['library', /^src\/index\.ts$/],
  ['main', /^src\/(?:main|greeting|host|serve|prepare|embed|options|transfer)\.ts$/],
  ['config', /^src\/config(?:\.ts|\/)/],
  ['call', /^src\/(?:call|confirm)\.ts$/],
  ['actor tools', /^src\/actor-tools\.ts$/],
  ['resources', /^src\/(?:resources|completion)\.ts$/],
  ['tool', /^src\/tool\.ts$/],
  ['budget', /^src\/(?:budget|cost|cut|tokens|token-\w+)\.ts$/],
  ['download', /^src\/download\.ts$/],
  ['errors', /^src\/(?:errors|secrets)\.ts$/],
  ['json', /^src\/json\.ts$/],
  // What several tools do with rows, logs, paths, inputs and prices: pure functions.
  ['helpers', /^src\/(?:actor|data|log)\//],
]

export function roomOf(file: string): string | undefined {
  return ROOMS.find(([, pattern]) => pattern.test(file))?.[0]
}
