import { execFile } from 'node:child_process'
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, type Metafile, type Plugin } from 'esbuild'
import { z } from 'zod'
import { makeCatalog } from '../src/mcp/make-catalog.ts'
import { tools } from '../tools/index.ts'
import { collectNotices } from './notices.ts'

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
 * Bundles programs, which need no node_modules at run time. What they import lazily stands in
 * files of its own beside them, so that a start reads only what it uses.
 */
async function bundle(entryPoints: string[], outdir: string, banner: string): Promise<Metafile> {
  const { metafile } = await build({
    metafile: true,
    entryPoints,
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
    define: {
      __VERSION__: JSON.stringify(version),
      // As a text: values that are objects find their way into every file.
      __TOOLS__: JSON.stringify(JSON.stringify(catalog.tools)),
    },
    logLevel: 'warning',
  })
  return metafile
}

/** Writes the types of one module, which stands alone: nothing that it imports is looked at. */
async function declare(entry: string, outDir: string): Promise<void> {
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const target = ['--target', 'es2023', '--module', 'nodenext', '--allowImportingTsExtensions']
  const alone = ['--ignoreConfig', '--isolatedDeclarations', '--noCheck', '--noResolve']
  const output = ['--declaration', '--emitDeclarationOnly', '--outDir', outDir]
  await promisify(execFile)(process.execPath, [tsc, ...target, ...alone, ...output, entry])
}

const catalog = makeCatalog(tools)

await rm('dist', { recursive: true, force: true })
const program = await bundle(
  ['src/main.ts', 'src/index.ts'],
  'dist',
  `#!/usr/bin/env node\n${REQUIRE}`,
)
await chmod('dist/main.js', 0o755)
await declare('src/index.ts', 'dist')
await writeFile('dist/catalog.json', JSON.stringify(catalog))
// Wherever `dist` is copied to, Node takes its files for ES modules.
await writeFile('dist/package.json', '{ "type": "module" }\n')

const actor = 'src/local/actors/website-crawler'
const crawler = await bundle([`${actor}/main.ts`], 'dist/actors/website-crawler', REQUIRE)
for (const part of ['.actor', 'README.md', 'package.json']) {
  await cp(`${actor}/${part}`, `dist/actors/website-crawler/${part}`, { recursive: true })
}

await writeFile('dist/THIRD-PARTY-NOTICES.txt', await collectNotices([program, crawler]))
