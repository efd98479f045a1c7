import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { build, type Plugin } from 'esbuild'
import { z } from 'zod'
import { makeCatalog } from '../src/mcp/make-catalog.ts'
import { tools } from '../tools/index.ts'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))

/** Bundled CommonJS dependencies call `require`, which an ES module does not have of itself. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** Messages of validation are in English; the other fifty languages would be read at each start. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/**
 * Bundles one program, which needs no node_modules at run time. What it imports lazily stands in
 * files of its own beside it, so that a start reads only what it uses.
 */
async function bundle(entry: string, outdir: string, banner: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: banner },
    plugins: [englishOnly],
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: 'warning',
  })
}

await rm('dist', { recursive: true, force: true })
await bundle('src/main.ts', 'dist', `#!/usr/bin/env node\n${REQUIRE}`)
await chmod('dist/main.js', 0o755)
await writeFile('dist/catalog.json', JSON.stringify(makeCatalog(tools)))
// Wherever `dist` is copied to, Node takes its files for ES modules.
await writeFile('dist/package.json', '{ "type": "module" }\n')

const actor = 'src/local/actors/website-crawler'
await bundle(`${actor}/main.ts`, 'dist/actors/website-crawler', REQUIRE)
for (const part of ['.actor', 'README.md', 'package.json']) {
  await cp(`${actor}/${part}`, `dist/actors/website-crawler/${part}`, { recursive: true })
}
