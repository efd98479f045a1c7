import { parse as parseToml } from '@decimalturn/toml-patch'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { connect, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'
import { attach, stdio, TOKEN, whoami } from './attach.ts'
import { PAGES, readPage } from './markdown.ts'

const http = z.strictObject({
  type: z.literal('http').optional(),
  url: z.url(),
  headers: z.strictObject({ Authorization: z.string().startsWith('Bearer ') }),
})
const apify = z.strictObject({ apify: z.union([stdio, http]) })

/** The keys with which Goose says what others call `command` and `env`. */
const goose = z
  .strictObject({
    type: z.literal('stdio'),
    name: z.literal('apify'),
    enabled: z.literal(true),
    cmd: stdio.shape.command,
    args: stdio.shape.args,
    env_keys: z.tuple([]),
    envs: stdio.shape.env,
    timeout: z.int(),
  })
  .transform(({ cmd, args, envs }) => ({ command: cmd, args, env: envs }))

/** The settings of clients: as most name them, or Zed, Codex, Goose or VS Code. */
const settings = z.union([
  z.strictObject({ mcpServers: apify }).transform((all) => all.mcpServers.apify),
  z.strictObject({ context_servers: apify }).transform((all) => all.context_servers.apify),
  z.strictObject({ mcp_servers: apify }).transform((all) => all.mcp_servers.apify),
  z
    .strictObject({ extensions: z.strictObject({ apify: goose }) })
    .transform((all) => all.extensions.apify),
  z
    .strictObject({ inputs: z.array(z.looseObject({ id: z.string() })), servers: apify })
    .transform((all) => all.servers.apify),
])

const PARSERS: Record<string, (text: string) => unknown> = {
  json: JSON.parse,
  toml: parseToml,
  yaml: parseYaml,
}

describe('settings of clients', () => {
  const all = PAGES.flatMap((path) =>
    readPage(path).blocks.flatMap(({ lang, file, code }) => {
      const parse = file === undefined ? PARSERS[lang] : undefined
      const words = /\w*(?:[sS]ervers|extensions)\b|\b(?:command|cmd|url)\b/g
      return parse ? [[path, code.match(words)?.join(', ') ?? '', { parse, code }] as const] : []
    }),
  )

  it('are in the pages in each format', () => {
    expect(all.length).toBeGreaterThan(8)
    expect(new Set(all.map(([, , { parse }]) => parse)).size).toBe(3)
  })

  it.each(all)('of %s attach the server to a client: %s', async (_path, _form, { parse, code }) => {
    const entry = settings.parse(parse(code))
    if ('command' in entry) {
      const mode = entry.env ? 'cloud' : 'local'
      expect(await whoami(await attach(entry))).toMatchObject({ mode })
      return
    }
    const fake = await seed()
    const { host, pathname } = new URL(entry.url)
    const { url } = await startHttp({ fake, args: [`--allowed-hosts=127.0.0.1,${host}`] })
    expect(new URL(url).pathname).toBe(pathname)
    const token = entry.headers.Authorization.replace(/^Bearer /, '').replace(TOKEN, fake.token)
    const { client } = await connect(url, token)
    expect(await whoami(client)).toMatchObject({ mode: 'cloud', username: 'alice' })
  })
})
