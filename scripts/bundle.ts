import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { packExtension } from '@anthropic-ai/mcpb'
import { z } from 'zod'

/** A download that nobody waits for; what is larger holds something that does not belong. Bytes. */
const MAX_BYTES = 2 * 1024 * 1024

/** Files of the library, which the program that a client starts does not load. */
const LIBRARY = ['index.js', 'index.d.ts', 'embedded-server.js']

/**
 * Packs the built server for Claude Desktop and other hosts of MCP Bundles, by the official packer.
 */
async function bundle(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bundle-'))
  try {
    const library = LIBRARY.map((file) => resolve('dist', file))
    const filter = (path: string) => !library.includes(resolve(path))
    await cp('dist', join(folder, 'dist'), { recursive: true, filter })
    for (const file of ['manifest.json', 'icon.png', 'LICENSE']) await cp(file, join(folder, file))
    if (!(await packExtension({ extensionPath: folder, outputPath: output, silent: true }))) {
      throw new Error('The packer refused; its lines above say why.')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const { size } = await stat(output)
  const told = `${basename(output)} has ${size} bytes; ${MAX_BYTES} are allowed.`
  if (size > MAX_BYTES) throw new Error(told)
  console.log(told)
}

const { name, version } = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))
await bundle(resolve(process.argv[2] ?? `${name}-${version}.mcpb`))
