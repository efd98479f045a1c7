import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'
import { blocksFor } from './blocks.ts'

const LOCAL = 'http://127.0.0.1:3000'
const TEAM = 'https://mcp.example.com'

/** The commands of the pages, each with the answer that follows it. */
const recipes = blocksFor('repository/docs/curl.test.ts').flatMap(({ path, lang, code, next }) =>
  lang === 'sh' ? [{ path, command: code, answer: next }] : [],
)
const methodOf = (command: string) => /"method":"([^"]+)"/.exec(command)?.[1]

const hasCurl = spawnSync('sh', ['-c', 'curl --version']).status === 0

/** Runs a command by a shell, as people do. */
async function run(command: string, token = ''): Promise<unknown> {
  const env = { PATH: process.env.PATH ?? '', APIFY_TOKEN: token, NO_PROXY: '127.0.0.1' }
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env })
  return JSON.parse(stdout)
}

/** Returns what an answer must be that a page shows: `…` stands for any text, and alone for anything. */
function expected(shown: unknown): unknown {
  if (Array.isArray(shown)) return shown.map(expected)
  const { data } = z.record(z.string(), z.unknown()).safeParse(shown)
  if (data)
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, expected(value)]))
  if (shown === '…') return expect.anything()
  if (typeof shown !== 'string' || !shown.includes('…')) return shown
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return expect.stringMatching(new RegExp(`^${parts.join('.*')}$`, 's'))
}

describe('commands of curl', () => {
  it('show the first methods of both revisions', () => {
    const methods = recipes.map(({ command }) => methodOf(command))
    expect(methods).toEqual(['initialize', 'tools/list', 'tools/call', 'tools/call', 'tools/call'])
  })

  it.skipIf(!hasCurl).each(recipes)(
    'of $path get the answer that follows: $command',
    async (it) => {
      expect(it.answer).toMatchObject({ lang: 'json', file: 'answer' })
      const isLocal = it.command.includes(LOCAL)
      const fake = isLocal ? undefined : await seed()
      const { base } = await startHttp(fake ? { fake } : { args: ['--local'] })
      const command = it.command.replace(isLocal ? LOCAL : TEAM, base)
      expect(command).toContain(base)
      const answer = await run(command, fake?.token)
      expect(answer).toEqual(expected(JSON.parse(it.answer?.code ?? '')))
    },
  )
})
