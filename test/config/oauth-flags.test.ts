import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { UsageError } from '../../src/config/usage-error.ts'
import { startRaw } from '../support/raw-server.ts'

const ISSUER = 'https://auth.example.com'
const SHARED = ['--http', '--shared-token']
const WITH_ISSUER = [...SHARED, `--oauth-issuer=${ISSUER}`]
const ENV = { APIFY_TOKEN: 'a' }

describe('--oauth-issuer', () => {
  it.each<[args: string[], audience: string | undefined]>([
    [WITH_ISSUER, undefined],
    [[...WITH_ISSUER, '--host=0.0.0.0', '--allowed-hosts=mcp.example.com'], undefined],
    [[...WITH_ISSUER, '--host=0.0.0.0', '--oauth-audience=api://apify'], 'api://apify'],
  ])('%j needs no access key, and calls Apify with the token of the server', (args, audience) => {
    const { http, target } = readConfig(args, ENV)
    expect(http?.access).toEqual({ kind: 'oauth', issuer: ISSUER, audience })
    expect(target).toMatchObject({ mode: 'cloud', token: 'a' })
  })

  it.each([
    'https://auth.example.com/',
    'https://auth.example.com/realms/team',
    'http://127.0.0.1:9000',
    'http://localhost:9000/x',
    'http://[::1]:9000',
  ])('takes %s, and keeps its spelling', (issuer) => {
    const { http } = readConfig([...SHARED, `--oauth-issuer=${issuer}`], ENV)
    expect(http?.access).toMatchObject({ issuer })
  })

  it.each([
    'http://auth.example.com',
    'http://127.0.0.1.example.com',
    'https://auth.example.com?a=b',
    'https://auth.example.com/?',
    'https://auth.example.com#a',
    'https://user:swordfish@auth.example.com',
    'https://swordfish@auth.example.com',
    'auth.example.com',
    'ftp://auth.example.com',
  ])('does not take %s, and does not show it', (issuer) => {
    const read = () => readConfig([...SHARED, `--oauth-issuer=${issuer}`], ENV)
    expect(read).toThrow(UsageError)
    expect(read).toThrow(/^--oauth-issuer takes an https URL/)
    expect(read).not.toThrow(/swordfish/)
  })
})

describe('flags of OAuth that do not fit together', () => {
  it.each<[args: string[], env: Record<string, string>, message: string]>([
    [['--http', `--oauth-issuer=${ISSUER}`], ENV, '--oauth-issuer needs --shared-token'],
    [['--http', `--oauth-issuer=${ISSUER}`], {}, 'Set APIFY_TOKEN and add --shared-token'],
    [['--http', '--local', `--oauth-issuer=${ISSUER}`], {}, 'Remove --oauth-issuer, or --local.'],
    [WITH_ISSUER, {}, '--shared-token needs APIFY_TOKEN'],
    [
      [`--oauth-issuer=${ISSUER}`],
      ENV,
      '--oauth-issuer works with --http only. Add --http, or remove --oauth-issuer.',
    ],
    [['--oauth-audience=a'], ENV, '--oauth-audience works with --http only.'],
    [['--http', '--oauth-audience=a'], ENV, '--oauth-audience works with --oauth-issuer only.'],
    [[...WITH_ISSUER, '--oauth-audience=a b'], ENV, '--oauth-audience takes an audience'],
    [[...WITH_ISSUER, '--host=0.0.0.0'], ENV, 'Set it with --allowed-hosts'],
  ])('%j with %j is an error: %s', (args, env, message) => {
    expect(() => readConfig(args, env)).toThrow(UsageError)
    expect(() => readConfig(args, env)).toThrow(message)
  })

  it('end the server with one line and exit code 2', async () => {
    const { exited } = await startRaw({ args: ['--http', `--oauth-issuer=${ISSUER}`], env: ENV })
    const { code, stderr } = await exited
    expect(code).toBe(2)
    expect(stderr).toMatch(/^apify-agent-tools: --oauth-issuer needs --shared-token[^\n]*\n$/)
  })
})
