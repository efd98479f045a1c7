import { parse as parseToml } from '@decimalturn/toml-patch'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { CLIENTS } from '../../../src/app/install/clients/index.ts'
import { connect, startHttp } from '../../support/http.ts'
import { makeClientHome } from '../../support/install/client-home.ts'
import { seed } from '../../support/seeded-server.ts'
import { MAIN } from '../../support/server-options.ts'
import { attach, CLONE, stdio, TOKEN, whoami } from './attach.ts'
import { blocksFor, forClone } from './blocks.ts'
import { readPage } from './markdown.ts'

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
  const all = blocksFor('repository/docs/settings.test.ts').map(({ path, lang, code }) => {
    const words = /\w*(?:[sS]ervers|extensions)\b|\b(?:command|cmd|url)\b/g
    const parse = PARSERS[lang] ?? JSON.parse
    return [path, code.match(words)?.join(', ') ?? '', { parse, code }] as const
  })

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

/** Returns an entry as the pages show it: with their words for the paths and the token, and no type that goes without saying. */
function asShown(entry: unknown): unknown {
  const { type: _, ...rest } = z.looseObject({ type: z.literal('stdio').optional() }).parse(entry)
  const text = forClone(JSON.stringify({ ...rest, command: 'node' }))
    .replaceAll(JSON.stringify(MAIN), JSON.stringify(`${CLONE}/dist/main.js`))
    .replace(/\$\{input:[\w-]+\}/, TOKEN)
  return JSON.parse(text)
}

describe('settings over HTTP that are lines of a table', () => {
  const lines = new Map(
    readPage('docs/client-settings.md')
      .rows('Client')
      .filter(([, line = '']) => /`[^`]*\burl\b/.test(line))
      .map(([client = '', line = '']) => [client, [...line.matchAll(/`([^`]+)`/g)]] as const),
  )
  const linesOf = (client: string) => (lines.get(client) ?? []).map(([, line = '']) => line)

  it('are members of an object for most, and keys of a table for Codex', () => {
    const most = [...lines.keys()].find((clients) => clients.startsWith('Cursor')) ?? ''
    const json = JSON.parse(`{${linesOf(most).join(',')}}`)
    expect(http.parse(json)).toEqual(json)
    const { url, http_headers, ...others } = Object(parseToml(linesOf('Codex').join('\n')))
    expect(http.parse({ url, headers: http_headers })).toEqual(json)
    expect(others).toEqual({})
  })
})

describe('settings that install writes', () => {
  const shown = blocksFor('repository/docs/settings.test.ts').map(({ path, lang, code }) => {
    const all = PARSERS[lang]?.(code)
    return { path, all: z.record(z.string(), z.unknown()).parse(all) }
  })

  it.each(CLIENTS.map((client) => [client.name, client] as const))(
    'for %s are those of the pages',
    async (name, { map, files }) => {
      const home = await makeClientHome()
      const token = 'apify_api_aB3dE5gH7jK9mN1pQ2sT4vW6xY8zA0cD2eF4'
      const { code } = await home.run(['install', name, '--file'], { APIFY_TOKEN: token })
      expect(code).toBe(0)
      const [file = ''] = files({ platform: process.platform, home: '', env: {} })
      const text = (await home.read(file)).replaceAll(token, TOKEN)
      const written = z
        .record(z.string(), z.looseObject({ apify: z.unknown() }))
        .parse(PARSERS[file.endsWith('.toml') ? 'toml' : 'json']?.(text))
      const pages = shown.flatMap(({ path, all }) => {
        const servers = z.looseObject({
          apify: z.looseObject({ args: z.array(z.string()).length(1) }),
        })
        const { data } = servers.safeParse(all[map])
        return data && !('cmd' in data.apify) ? [{ path, entry: asShown(data.apify) }] : []
      })
      expect(pages.length).toBeGreaterThan(0)
      for (const { path, entry } of pages) expect(entry, path).toEqual(asShown(written[map]?.apify))
    },
  )

  it.each(['README.md', 'docs/client-settings.md'])('are where %s says', (page) => {
    const rows = readPage(page).rows('Client')
    const known = rows.flatMap(([label = '', place = '', day]) => {
      // The README leaves out what a client was called before, and is called in brackets.
      const client = CLIENTS.find(
        (each) => each.label.replace(/ \(.*/, '') === label.replace(/ \(.*/, ''),
      )
      if (!client) return []
      const files = client.files({ platform: 'linux', home: '~', env: {} })
      const named = place.match(/~\/[\w./-]+/g) ?? []
      expect(files, label).toEqual(expect.arrayContaining(named))
      if (day !== undefined) expect(day).toBe(`[${client.checked}](${client.documentation})`)
      return [client.name]
    })
    expect(known.length).toBeGreaterThan(3)
  })
})
