import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Plugin, transform } from 'esbuild'
import { z } from 'zod'

/** The oldest Node that runs what is built. */
export const TARGET = 'node20.18'

/** Leaves out the other fifty languages of validation messages, which each start would load. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/** Shortens the names in what few servers load: it is large, and nobody reads its stacks. */
export const shortNames: Plugin = {
  name: 'short-names',
  setup({ onLoad }) {
    onLoad(
      {
        filter:
          /@sqlite\.org[\\/]sqlite-wasm[\\/].*\.mjs$|[\\/](?:re2js|@x402[\\/]core)[\\/].*\.m?js$/,
      },
      async ({ path }) => {
        const { code } = await transform(await readFile(path, 'utf8'), {
          format: 'esm',
          minify: true,
          target: TARGET,
          legalComments: 'inline',
        })
        return { contents: code }
      },
    )
  },
}

/**
 * Takes OpenTelemetry's ES modules, of which only what is used is bundled: a fourth of the others. What they would
 * load to find the id of the machine is not used, but would become files.
 */
export const telemetryModules: Plugin = {
  name: 'telemetry-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/getMachineId-/ }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^@opentelemetry\/[\w-]+$/ }, async ({ path, resolveDir }) => {
      const folder = packageFolder(path, resolveDir)
      const { module } = esModule.parse(
        JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
      )
      return module === undefined ? undefined : { path: join(folder, module), sideEffects: false }
    })
  },
}

const esModule = z.object({ module: z.string().optional() })

/** Returns the folder of a package as a file in `from` finds it. Some packages do not export their package.json. */
function packageFolder(name: string, from: string): string {
  const folders = createRequire(join(from, 'index.js')).resolve.paths(name) ?? []
  for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name)
  throw new Error(`${name} is not installed.`)
}
