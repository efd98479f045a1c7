import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { z } from 'zod'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))

/** Bundled CommonJS dependencies call `require`, which an ES module does not have of itself. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** Bundles one program into one file that needs no node_modules at run time. */
async function bundle(entry: string, outfile: string, banner: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: banner },
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: 'warning',
  })
}

await rm('dist', { recursive: true, force: true })
await bundle('src/main.ts', 'dist/main.js', `#!/usr/bin/env node\n${REQUIRE}`)
await chmod('dist/main.js', 0o755)
// Wherever `dist` is copied to, Node takes its files for ES modules.
await writeFile('dist/package.json', '{ "type": "module" }\n')

const actor = 'src/local/actors/website-crawler'
await bundle(`${actor}/main.ts`, 'dist/actors/website-crawler/main.js', REQUIRE)
for (const part of ['.actor', 'README.md', 'package.json']) {
  await cp(`${actor}/${part}`, `dist/actors/website-crawler/${part}`, { recursive: true })
}
