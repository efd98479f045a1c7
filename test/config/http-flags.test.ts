import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { UsageError } from '../../src/config/usage-error.ts'
import { startHttp } from '../support/http.ts'
import { startRaw } from '../support/raw-server.ts'

const KEY = 'k'.repeat(24)

describe('a bad command line for HTTP', () => {
  it.each<[args: string[], env: Record<string, string>, named: string]>([
    [['--http', '--port=70000'], {}, '--port'],
    [['--http', '--port=x'], {}, '--port'],
    [['--http'], { ACTOR_WEB_SERVER_PORT: 'x' }, 'ACTOR_WEB_SERVER_PORT'],
    [['--http', '--max-concurrency=0'], {}, '--max-concurrency'],
    [
      ['--http', '--workers=0'],
      {},
      '--workers takes a whole number from 1 to 128 or auto, not "0".',
    ],
    [['--http', '--workers=1.5'], {}, '--workers'],
    [['--http', '--workers=129'], {}, '--workers'],
    [['--http', '--workers=all'], {}, '--workers'],
    [['--http', '--workers'], {}, 'Write --workers=N|auto.'],
    [['--workers=2'], {}, '--workers works with --http only. Add --http, or remove --workers.'],
    [['--http', '--shared-token'], {}, 'APIFY_TOKEN'],
    [['--http', '--shared-token'], { APIFY_TOKEN: 'a' }, 'MCP_ACCESS_KEY'],
    [
      ['--http', '--shared-token'],
      { APIFY_TOKEN: 'a', MCP_ACCESS_KEY: KEY.slice(1) },
      'MCP_ACCESS_KEY',
    ],
    [
      ['--http', '--shared-token'],
      { APIFY_TOKEN: 'a', MCP_ACCESS_KEY: `${KEY} two words` },
      'MCP_ACCESS_KEY',
    ],
    [['--http', '--local', '--shared-token'], { APIFY_TOKEN: 'a' }, '--shared-token'],
    [['--http', '--local', '--host=0.0.0.0'], {}, '--host'],
    [['--http', '--local', '--host=::'], {}, '--host'],
    [['--http', '--local'], { MCP_ACCESS_KEY: 'short' }, 'MCP_ACCESS_KEY'],
    [['--http', '--allowed-hosts=https://a.example'], {}, '--allowed-hosts'],
    [['--http', '--allowed-origins=a.example'], {}, '--allowed-origins'],
    [['--http', '--allowed-origins=https://a.example/x'], {}, '--allowed-origins'],
    [['--port=3000'], {}, '--http'],
    [['--shared-token'], { APIFY_TOKEN: 'a' }, '--http'],
  ])('is reported by name: %j', (args, env, named) => {
    expect(() => readConfig(args, env)).toThrow(UsageError)
    expect(() => readConfig(args, env)).toThrow(named)
  })

  it('ends the server with one line and exit code 2, and does not print the key', async () => {
    const env = { APIFY_TOKEN: 'apify_api_abc', MCP_ACCESS_KEY: 'tooshort' }
    const { exited } = await startRaw({ args: ['--http', '--shared-token'], env })
    const { code, stderr } = await exited
    expect(code).toBe(2)
    expect(stderr).toMatch(/^apify-agent-tools: [^\n]*MCP_ACCESS_KEY[^\n]*\n$/)
    expect(stderr).not.toContain('tooshort')
    expect(stderr).not.toContain('apify_api_abc')
  })

  it('names the port that is in use', async () => {
    const { port } = new URL((await startHttp()).url)
    const { exited } = await startRaw({ args: ['--http', `--port=${port}`] })
    const { code, stderr } = await exited
    expect(code).toBe(2)
    expect(stderr).toMatch(/^[^\n]*--port[^\n]*\n$/)
  })
})

describe('the port', () => {
  it.each<[args: string[], env: Record<string, string>, port: number]>([
    [[], {}, 3000],
    [[], { ACTOR_WEB_SERVER_PORT: '4321' }, 4321],
    [[], { ACTOR_STANDBY_PORT: '4322' }, 4322],
    [['--port=8080'], { ACTOR_WEB_SERVER_PORT: '4321' }, 8080],
  ])('%j with %j is %d', (args, env, port) => {
    expect(readConfig(['--http', ...args], env).http?.port).toBe(port)
  })
})

describe('access', () => {
  it('is for clients with their own token, whatever token the server has', () => {
    const { http, target } = readConfig(['--http'], { APIFY_TOKEN: 'a' })
    expect(http?.access).toEqual({ kind: 'token' })
    expect(target).toMatchObject({ mode: 'cloud', token: undefined })
  })

  it.each(['x402', 'skyfire'])('needs no token with --payments=%s, and lends none', (protocol) => {
    const config = readConfig(['--http', `--payments=${protocol}`], { APIFY_TOKEN: 'a' })
    expect(config.http?.access).toEqual({ kind: 'token', isOptional: true })
    expect(config.target).toMatchObject({ mode: 'cloud', token: undefined })
  })

  it('needs the key with --payments and --shared-token', () => {
    const env = { APIFY_TOKEN: 'a', MCP_ACCESS_KEY: KEY }
    const { http } = readConfig(['--http', '--shared-token', '--payments=x402'], env)
    expect(http?.access).toEqual({ kind: 'key', key: KEY })
  })

  it('is for clients with the key, also on the local platform when a key is set', () => {
    expect(readConfig(['--http', '--local'], {}).http?.access).toEqual({ kind: 'open' })
    const { http } = readConfig(['--http', '--local'], { MCP_ACCESS_KEY: KEY })
    expect(http?.access).toEqual({ kind: 'key', key: KEY })
  })
})

describe('--workers', () => {
  it.each<[args: string[], workers: number]>([
    [[], 1],
    [['--workers=3'], 3],
    [['--workers', 'auto'], availableParallelism()],
  ])('%j means %i processes', (args, workers) => {
    expect(readConfig(['--http', ...args], {}).http?.workers).toBe(workers)
  })
})
