import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FLAGS, readConfig } from '../../src/config/config.ts'

const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))

const version = z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/, 'one version, no range')
const text = (max: number) => z.string().min(1).max(max)
const input = {
  description: text(500),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
  isSecret: z.boolean().optional(),
  default: z.string().optional(),
}

/**
 * What the MCP Registry takes of a server with one npm package, by its schema of 2025-12-11 and its
 * rules for publishing.
 */
const entry = z.strictObject({
  $schema: z.literal(
    'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  ),
  name: z
    .string()
    .max(200)
    .regex(/^io\.github\.[a-zA-Z0-9-]+\/[a-zA-Z0-9._-]+$/),
  title: text(100),
  description: text(100),
  version: version.max(255),
  packages: z.tuple([
    z.strictObject({
      registryType: z.literal('npm'),
      identifier: z.string(),
      version,
      runtimeHint: z.literal('npx'),
      runtimeArguments: z.array(
        z.strictObject({ type: z.literal('positional'), value: z.string() }),
      ),
      transport: z.strictObject({ type: z.literal('stdio') }),
      packageArguments: z.array(
        z.strictObject({
          type: z.literal('named'),
          name: z.string().regex(/^--[a-z-]+$/),
          choices: z.array(z.string()).optional(),
          ...input,
        }),
      ),
      environmentVariables: z.array(z.strictObject({ name: z.string(), ...input })),
    }),
  ]),
})

const npm = z.looseObject({ name: z.string(), version: z.string(), mcpName: z.string() })
const versioned = z.looseObject({ version: z.string() })

/** A value of each kind, as a client fills it in. */
const VALUES = { string: 'whoami', number: '1000', boolean: 'true', filepath: '/data' }

describe('the entry of the MCP Registry', () => {
  it('is valid for the registry, and it and the npm package name each other', async () => {
    const { name, packages } = entry.parse(await read('server.json'))
    const { name: identifier, mcpName } = npm.parse(await read('package.json'))
    expect(packages[0].identifier).toBe(identifier)
    expect(mcpName).toBe(name)
  })

  it('has all flags of a server on stdin and stdout, with valid values', async () => {
    const [{ packageArguments }] = entry.parse(await read('server.json')).packages
    const filled = packageArguments.map(({ name, format = 'string', choices }) => {
      return `${name}=${name === '--confirm' ? 'paid' : (choices?.[0] ?? VALUES[format])}`
    })
    expect(readConfig(filled, {}).http).toBeUndefined()
    const flags = FLAGS.map(({ name }) => `--${name}`)
    const from = flags.indexOf('--local')
    const names = packageArguments.map(({ name }) => name)
    expect(names).toEqual(flags.slice(from).filter((name) => !/^--(?:help|version)$/.test(name)))
  })

  it('keeps the token secret', async () => {
    const [{ environmentVariables }] = entry.parse(await read('server.json')).packages
    const secret = environmentVariables.filter(({ isSecret }) => isSecret)
    expect(secret.map(({ name }) => name)).toEqual(['APIFY_TOKEN'])
  })
})

describe('the versions', () => {
  it('agree', async () => {
    const { version } = npm.parse(await read('package.json'))
    const server = entry.parse(await read('server.json'))
    const lock = versioned.parse(await read('package-lock.json'))
    const manifest = versioned.parse(await read('manifest.json'))
    expect([manifest.version, server.version, server.packages[0].version, lock.version]).toEqual(
      Array(4).fill(version),
    )
  })
})
