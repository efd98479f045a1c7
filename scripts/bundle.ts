import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { MANIFEST_SCHEMAS, packExtension } from '@anthropic-ai/mcpb'
import { writeClaudePlugin } from './bundle/claude-plugin.ts'
import { zipFolder } from './bundle/zip-folder.ts'

/** In bytes. A larger bundle contains something that does not belong in it. */
const MAX_BYTES = 2.25 * 1024 * 1024

/** What the program that clients start does not load: the library, and what `init` writes. */
const UNUSED = ['index.js', 'index.d.ts', 'embedded-server.mjs', 'templates']

/**
 * Packs the built server in the forms that stores take: for hosts of MCP Bundles such as Claude Desktop, with the
 * official packer, and as a plugin of Claude Code, zipped and as a folder.
 */
async function bundle(output: string): Promise<void> {
  const manifest = MANIFEST_SCHEMAS['0.3'].parse(
    JSON.parse(await readFile('manifest.json', 'utf8')),
  )
  const file = (extension: string) =>
    join(output, `${manifest.name}-${manifest.version}${extension}`)
  const plugin = join(output, 'claude-plugin')
  await mkdir(output, { recursive: true })
  await packBundle(file('.mcpb'))
  await rm(plugin, { recursive: true, force: true })
  await copyServer(plugin, ['icon.png', 'LICENSE'])
  await writeClaudePlugin(plugin, manifest)
  await zipFolder(plugin, file('-claude-plugin.zip'))
  await checkSize(file('.mcpb'))
  await checkSize(file('-claude-plugin.zip'))
  console.log(`${shown(plugin)} is the same plugin, for \`claude plugin marketplace add\`.`)
}

async function packBundle(outputPath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bundle-'))
  try {
    await copyServer(folder, ['manifest.json', 'icon.png', 'LICENSE'])
    if (!(await packExtension({ extensionPath: folder, outputPath, silent: true }))) {
      throw new Error('The packer failed. Its output above says why.')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Copies what a client of the server starts, and some files beside it, into a folder. */
async function copyServer(folder: string, beside: readonly string[]): Promise<void> {
  const unused = UNUSED.map((file) => resolve('dist', file))
  const filter = (path: string) => !unused.includes(resolve(path))
  await cp('dist', join(folder, 'dist'), { recursive: true, filter })
  for (const file of beside) await cp(file, join(folder, file))
}

/** @throws {Error} if a file is larger than a bundle should be */
async function checkSize(path: string): Promise<void> {
  const { size } = await stat(path)
  const summary = `${shown(path)} has ${size} bytes, of at most ${MAX_BYTES}.`
  if (size > MAX_BYTES) throw new Error(summary)
  console.log(summary)
}

const shown = (path: string) => relative('', path) || path

await bundle(resolve(process.argv[2] ?? 'bundles'))
