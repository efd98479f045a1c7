import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { packExtension } from '@anthropic-ai/mcpb'
import { z } from 'zod'

/** In bytes. A larger bundle contains something that does not belong in it. */
const MAX_BYTES = 2 * 1024 * 1024

/** What the program that clients start does not load: the library, and what `init` writes. */
const UNUSED = ['index.js', 'index.d.ts', 'embedded-server.js', 'templates']

/**
 * Packs the built server for hosts of MCP Bundles such as Claude Desktop, with the official packer.
 */
async function bundle(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bundle-'))
  try {
    const unused = UNUSED.map((file) => resolve('dist', file))
    const filter = (path: string) => !unused.includes(resolve(path))
    await cp('dist', join(folder, 'dist'), { recursive: true, filter })
    for (const file of ['manifest.json', 'icon.png', 'LICENSE']) await cp(file, join(folder, file))
    if (!(await packExtension({ extensionPath: folder, outputPath: output, silent: true }))) {
      throw new Error('The packer failed. Its output above says why.')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const { size } = await stat(output)
  const summary = `${basename(output)} has ${size} bytes, of at most ${MAX_BYTES}.`
  if (size > MAX_BYTES) throw new Error(summary)
  console.log(summary)
}

const { name, version } = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))
await bundle(resolve(process.argv[2] ?? `${name}-${version}.mcpb`))
