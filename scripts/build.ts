import { execFile } from 'node:child_process'
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { z } from 'zod'
import { buildToolCatalog } from '../src/mcp/build-tool-catalog.ts'
import { tools } from '../tools/index.ts'
import { englishOnly, shortNames, TARGET } from './build-plugins.ts'
import { buildSummary } from './build-summary.ts'
import { buildViews } from './build-views.ts'
import { esModules } from './es-modules.ts'
import { collectNotices } from './notices.ts'
import { writeCatalog } from './write-catalog.ts'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))

/** Bundled CommonJS dependencies call `require`, which ES modules do not have. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** What the main file and the library load when it is needed. Each is a separate bundle. */
const PARTS = [
  'app/embedded-server',
  'app/serve',
  'mcp/legacy/server',
  'app/run-command',
  'config/help',
  'config/settings-files',
  'app/print-config',
  'telemetry/variables',
  'app/setup-hint',
  'app/exit-with-error',
]

const laterParts: Plugin = {
  name: 'later-parts',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined
      const part = PARTS.find((name) => path === `./${name}.ts`)
      if (!part)
        throw new Error(`${path} is imported dynamically. Add it to PARTS: ${PARTS.join(', ')}.`)
      return { path: `./${basename(part)}.mjs`, external: true }
    })
  },
}

/** How built files end: ES modules, and what a `package.json` beside it gives a type. */
const MODULES = { '.js': '.mjs' }
const SCRIPTS = { '.js': '.js' }

/**
 * Bundles programs, so that they need no node_modules at run time. Dynamic imports become separate
 * files, so that a start reads only what it uses.
 */
async function bundle(
  entryPoints: string[] | { in: string; out: string }[],
  outdir: string,
  banner: string,
  options: Pick<BuildOptions, 'plugins' | 'splitting' | 'format' | 'outExtension'> = {},
): Promise<Metafile> {
  const { splitting = true, plugins = [], format = 'esm', outExtension = MODULES } = options
  const { metafile } = await build({
    metafile: true,
    entryPoints,
    outdir,
    bundle: true,
    splitting,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format,
    outExtension,
    target: TARGET,
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: banner },
    plugins: [englishOnly, shortNames, esModules, ...plugins],
    define: {
      ...(format === 'cjs' && { 'import.meta.dirname': '__dirname' }),
      __VERSION__: JSON.stringify(version),
      // As a text: esbuild would copy an object into every file.
      __TOOLS__: JSON.stringify(
        JSON.stringify(catalog.tools.map(({ withUploads: _, view: __, ...tool }) => tool)),
      ),
    },
    logLevel: 'warning',
  })
  return metafile
}

/** Writes the types of one module without looking at its imports. */
async function declare(entry: string, outDir: string): Promise<void> {
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const target = ['--target', 'es2023', '--module', 'nodenext', '--allowImportingTsExtensions']
  const alone = ['--ignoreConfig', '--isolatedDeclarations', '--noCheck', '--noResolve']
  const output = ['--declaration', '--emitDeclarationOnly', '--outDir', outDir]
  await promisify(execFile)(process.execPath, [tsc, ...target, ...alone, ...output, entry])
}

const catalog = buildToolCatalog(tools)

await rm('dist', { recursive: true, force: true })
const parts = PARTS.map((part) => `src/${part}.ts`)
const workers = [
  'src/app/local-platform.ts',
  'src/app/http-worker.ts',
  'src/local/actors/input-worker.ts',
  'tools/support/actor-input/check-worker.ts',
]
const entries = [...workers, ...parts].map((path) => ({ in: path, out: basename(path, '.ts') }))
// This worker shares the regular expressions of the tools, which are large.
entries.push({ in: 'src/query/worker/main.ts', out: 'query-worker' })
const program = await bundle(entries, 'dist', REQUIRE)
// One file answers a client's first requests: each further file slows the start down, and so does Node's loader of ES
// modules. The library is CommonJS too, so that `require` finds it.
for (const [entry, banner] of [
  ['src/main.ts', '#!/usr/bin/env node'],
  ['src/index.ts', ''],
] as const) {
  await bundle([entry], 'dist', banner, {
    splitting: false,
    plugins: [laterParts],
    format: 'cjs',
    outExtension: SCRIPTS,
  })
}
await chmod('dist/main.js', 0o755)
// A worker is a file of its own, which Node starts by its name.
const worker = { in: 'src/untrusted/worker/main.ts', out: 'json-worker' }
await bundle([worker], 'dist', '', { splitting: false })
// SQLite's program looks for this file beside its script.
const { resolve } = createRequire(import.meta.url)
await cp(resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'), 'dist/sqlite3.wasm')
await declare('src/index.ts', 'dist')
const views = await buildViews(version)
await writeCatalog(catalog)
// Wherever `dist` is copied, Node must treat what ends with `.js` as CommonJS.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n')
await cp('src/app/init/templates', 'dist/templates', { recursive: true })
const actor = 'actors/website-crawler'
const crawler = await bundle([`${actor}/main.ts`], 'dist/actors/website-crawler', REQUIRE, {
  outExtension: SCRIPTS,
})
for (const part of ['.actor', 'README.md', 'package.json']) {
  await cp(`${actor}/${part}`, `dist/actors/website-crawler/${part}`, { recursive: true })
}

await writeFile('dist/THIRD-PARTY-NOTICES.txt', await collectNotices([program, crawler, ...views]))
console.log(await buildSummary('dist'))
