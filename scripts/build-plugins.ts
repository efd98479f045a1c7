import { readFile } from 'node:fs/promises'
import { type Plugin, transform } from 'esbuild'

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
