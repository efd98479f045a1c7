import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { z } from 'zod'

/**
 * Takes OpenTelemetry's ES modules, of which only what is used is bundled: a fourth of the others. What they would
 * load to find the id of the machine is not used, but would become files. The others of jsonc-parser cannot be
 * bundled.
 */
export const esModules: Plugin = {
  name: 'es-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/getMachineId-/ }, ({ path }) => ({ path, external: true }))
    onResolve(
      { filter: /^(?:@opentelemetry\/[\w-]+|jsonc-parser)$/ },
      async ({ path, resolveDir }) => {
        const folder = packageFolder(path, resolveDir)
        const { module } = esModule.parse(
          JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
        )
        return module === undefined ? undefined : { path: join(folder, module), sideEffects: false }
      },
    )
  },
}

const esModule = z.object({ module: z.string().optional() })

/** Returns the folder of a package as a file in `from` finds it. Some packages do not export their package.json. */
function packageFolder(name: string, from: string): string {
  const folders = createRequire(join(from, 'index.js')).resolve.paths(name) ?? []
  for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name)
  throw new Error(`${name} is not installed.`)
}
