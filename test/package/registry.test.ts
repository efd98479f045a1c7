import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../../src/config/config.ts'
import { FLAGS, PRINT_FLAGS } from '../../src/config/flags.ts'

const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))

const version = z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/, 'a version, not a range')
const text = (max: number) => z.string().min(1).max(max)
const input = {
  description: text(500),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
  isSecret: z.boolean().optional(),
  default: z.string().optional(),
}

/**
 * What the MCP Registry accepts for a server with one npm package, according to its schema of
 * 2025-12-11 and its rules for publishing.
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
  repository: z.strictObject({ url: z.url(), source: z.literal('github') }),
  websiteUrl: z.url(),
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
const link = z.strictObject({ type: z.literal('git'), url: z.url() })
const linked = z.looseObject({
  mcpName: z.string(),
  author: z.string(),
  repository: link,
  homepage: z.url(),
  bugs: z.strictObject({ url: z.url() }),
})
const bundle = z.looseObject({
  author: z.strictObject({ name: z.string() }),
  repository: link,
  homepage: z.url(),
  support: z.url(),
})
const chooser = z.object({ contact_links: z.array(z.object({ url: z.url() })) })
const versioned = z.looseObject({ version: z.string() })

/** A value of each format, as a client would pass it. */
const VALUES = { string: 'whoami', number: '1000', boolean: 'true', filepath: '/data' }
/** Those of flags that take no other text. */
const OWN_VALUES: Record<string, string> = {
  '--confirm': 'paid',
  '--allow-actors': 'acme/site,bob/*',
  '--deny-actors': 'bob/tool',
  '--log-level': 'debug',
  // Views need structured content.
  '--no-structured': 'false',
}

describe('the entry of the MCP Registry', () => {
  it('is valid, and it and the npm package name each other', async () => {
    const { name, packages } = entry.parse(await read('server.json'))
    const { name: identifier, mcpName } = npm.parse(await read('package.json'))
    expect(packages[0].identifier).toBe(identifier)
    expect(mcpName).toBe(name)
  })

  it('has all flags of a stdio server, with valid values', async () => {
    const [{ packageArguments }] = entry.parse(await read('server.json')).packages
    const filled = packageArguments.map(({ name, format = 'string', choices }) => {
      return `${name}=${OWN_VALUES[name] ?? choices?.[0] ?? VALUES[format]}`
    })
    // No server takes both of these.
    for (const other of ['--local=', '--payments=']) {
      const taken = filled.filter((flag) => !flag.startsWith(other))
      expect(readConfig(taken, {}).http).toBeUndefined()
    }
    const flags = FLAGS.map(({ name }) => `--${name}`)
    const from = flags.indexOf('--local')
    const names = packageArguments.map(({ name }) => name)
    const printing = PRINT_FLAGS.map(({ name }) => `--${name}`)
    expect(names).toEqual(flags.slice(from).filter((name) => !printing.includes(name)))
  })

  it('marks only the token as secret', async () => {
    const [{ environmentVariables }] = entry.parse(await read('server.json')).packages
    const secret = environmentVariables.filter(({ isSecret }) => isSecret)
    expect(secret.map(({ name }) => name)).toEqual(['APIFY_TOKEN'])
  })
})

describe('the repository', () => {
  it('belongs to the owner who publishes, in every manifest', async () => {
    const about = linked.parse(await read('package.json'))
    const owned = /^io\.github\.(.+)$/.exec(about.mcpName)?.[1]
    const url = `https://github.com/${owned}`
    expect(about.repository).toEqual({ type: 'git', url: `git+${url}.git` })
    expect(about.homepage).toBe(`${url}#readme`)
    expect(about.bugs.url).toBe(`${url}/issues`)
    const server = entry.parse(await read('server.json'))
    expect([server.repository.url, server.websiteUrl]).toEqual([url, url])
    const { repository, homepage, support, author } = bundle.parse(await read('manifest.json'))
    expect(repository).toEqual({ type: 'git', url })
    expect({ homepage, support }).toEqual({ homepage: about.homepage, support: about.bugs.url })
    expect(author.name).toBe(about.author)
  })

  it('is where security reports and questions go', async () => {
    const { mcpName } = linked.parse(await read('package.json'))
    const url = `https://github.com/${mcpName.replace('io.github.', '')}`
    const file = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
    expect(await file('SECURITY.md')).toContain(`${url}/security/advisories/new`)
    const { contact_links: contacts } = chooser.parse(
      parse(await file('.github/ISSUE_TEMPLATE/config.yml')),
    )
    expect(contacts.map((contact) => contact.url)).toContain(`${url}/security/advisories/new`)
    for (const contact of contacts) expect(contact.url).toMatch(new RegExp(`^${url}[/#]`))
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
