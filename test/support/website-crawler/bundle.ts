import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** An Actor bundled into one file, as in the package. */
export interface Bundle {
  script: string
  remove(): Promise<void>
}

/** Bundles an Actor of this repository into a temporary directory. */
export async function bundleActor(name: string): Promise<Bundle> {
  const directory = await mkdtemp(join(tmpdir(), `${name}-`))
  const script = join(directory, 'main.mjs')
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve(`../../../actors/${name}/main.ts`))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  return { script, remove: () => rm(directory, { recursive: true }) }
}
