import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Returns what a build made and how large it is, for people: a few lines, the main file first. */
export async function buildSummary(dir: string): Promise<string> {
  const files = await sizesIn(dir)
  const main = files.find(({ path }) => path === 'main.js')?.bytes ?? 0
  const views = files.filter(({ path }) => /^views[\\/].*\.html$/.test(path))
  return [
    line(
      `${dir}/main.js`,
      main,
      'answers the first requests; the rest is loaded when it is needed',
    ),
    line(`${dir}/views`, total(views), `${views.length} views, each one HTML file`),
    line(`${dir} in all`, total(files), `${files.length} files, which need no node_modules`),
  ].join('\n')
}

interface File {
  /** Relative to the folder of the build. */
  path: string
  bytes: number
}

async function sizesIn(dir: string): Promise<File[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      return { path: path.slice(join(dir, '/').length), bytes: (await stat(path)).size }
    }),
  )
}

const total = (files: readonly File[]) => files.reduce((sum, { bytes }) => sum + bytes, 0)

function line(what: string, bytes: number, about: string): string {
  return `  ${what.padEnd(14)} ${size(bytes).padStart(8)}  ${about}`
}

/** Returns a size as people read it: kB of 1000 bytes, or MB. */
function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
