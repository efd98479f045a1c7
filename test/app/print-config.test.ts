import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FLAGS, PRINT_FLAGS } from '../../src/config/flags.ts'
import { HTTP_FLAGS } from '../../src/config/http-flags.ts'
import { runAlone } from '../support/built-program.ts'
import { makeFolder } from '../support/folder.ts'
import { writeConfig } from '../support/settings.ts'

const SECRET = 'apify_api_SECRETsecretSECRETsecret'

describe('--print-config', () => {
  it('prints each setting that holds, without secrets, and starts nothing', async () => {
    const file = await writeConfig({ 'read-only': true })
    const env = {
      APIFY_TOKEN: SECRET,
      HTTPS_PROXY: 'http://user:hidden-password@proxy.example.com:8080',
      APIFY_AGENT_TOOLS_MAX_RESULT_TOKENS: '600',
    }
    const args = ['--print-config', `--config=${file}`, '--tools=runs']
    const { code, stdout, stderr } = await runAlone(args, env)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toMatch(/secret|hidden-password/i)
    const { backend, settings, environment } = JSON.parse(stdout)
    expect(backend).toEqual({ mode: 'cloud', baseUrl: 'https://api.apify.com' })
    const others = new Set([...HTTP_FLAGS.slice(1), ...PRINT_FLAGS])
    const expected = FLAGS.filter((flag) => !others.has(flag)).map(({ name }) => name)
    expect(Object.keys(settings)).toEqual(expected)
    expect(settings).toMatchObject({
      'read-only': { value: true, from: 'file', file, line: 1 },
      'max-result-tokens': { value: 600, from: 'variable' },
      tools: { value: ['runs'], from: 'flag' },
      'no-structured': { value: false, from: 'default' },
    })
    expect(environment.APIFY_TOKEN).toEqual({
      set: true,
      from: 'variable',
      variable: 'APIFY_TOKEN',
    })
    expect(environment.MCP_ACCESS_KEY).toEqual({ set: false })
    expect(environment.HTTPS_PROXY).toMatchObject({ value: 'http://***@proxy.example.com:8080' })
  })

  it.each([
    ['user:hidden@proxy:1', '***@proxy:1', 0],
    ['http://user:hid/den@x@proxy:1', 'http://***@proxy:1', 1],
    ['socks5://proxy:1/?hidden=1', 'socks5://proxy:1/?***', 1],
  ])('masks what may be a password in %s', async (https_proxy, value, warned) => {
    const { stdout } = await runAlone(['--local', '--print-config'], { https_proxy })
    expect(stdout).not.toContain('hid')
    const { environment, warnings } = JSON.parse(stdout)
    expect(warnings).toHaveLength(warned)
    expect(environment.HTTPS_PROXY).toEqual({
      ...{ set: true, value },
      ...{ from: 'variable', variable: 'https_proxy' },
    })
  })

  it('prints no token that stands where it does not belong', async () => {
    const { code, stdout } = await runAlone(['--print-config', `--download-dir=/data/${SECRET}`])
    expect(code).toBe(0)
    expect(stdout).not.toContain(SECRET)
  })

  it.each([
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=hidden-in-a-variable'],
    ['OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'authorization=Bearer%20hidden-in-a-variable'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:hidden-in-a-variable@collector.example'],
    ['MCP_ACCESS_KEY', 'hidden-in-a-variable'],
  ])('prints no secret of %s, and neither does an error', async (name, value) => {
    const env = { [name]: value }
    const args = ['--local', '--print-config']
    const shown = await runAlone([...args, '--download-dir=/data/hidden-in-a-variable'], env)
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('/data/[redacted]') })
    expect(shown.stdout).not.toContain('hidden')
    const { code, stderr } = await runAlone([...args, '--tools=hidden-in-a-variable'], env)
    expect(code).toBe(2)
    expect(stderr).toContain('[redacted]')
    expect(stderr).not.toContain('hidden')
  })

  it('creates no audit log, and says that one cannot be written', async () => {
    const folder = await makeFolder('audit-')
    const args = ['--local', '--print-config', `--audit-log=${join(folder, 'audit.jsonl')}`]
    expect(await runAlone(args)).toMatchObject({ code: 0, stderr: '' })
    expect(await readdir(folder)).toEqual([])
    const { code, stdout, stderr } = await runAlone([...args, `--audit-log=${folder}/none/audit`])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--audit-log cannot write to')
  })

  it.each(['OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER'])(
    'reads %s with --otel, as a start does',
    async (name) => {
      const env = { [name]: 'console' }
      const args = ['--local', '--print-config']
      expect(await runAlone(args, env)).toMatchObject({ code: 0, stderr: '' })
      const { code, stdout, stderr } = await runAlone([...args, '--otel'], env)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(`${name} takes otlp or none, not "console".`)
    },
  )

  it('is a switch like others', async () => {
    const { code, stderr } = await runAlone(['--print-config=yes'])
    expect(code).toBe(2)
    expect(stderr).toContain('--print-config takes true or false, not "yes".')
  })

  it('shows flags of HTTP with --http', async () => {
    const env = { APIFY_TOKEN: SECRET, MCP_ACCESS_KEY: `key-${SECRET}` }
    const args = ['--http', '--shared-token', '--port=0', '--print-config']
    const { code, stdout } = await runAlone(args, env)
    expect(code).toBe(0)
    expect(stdout).not.toContain(SECRET)
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { port: { value: 0, from: 'flag' }, host: { value: '127.0.0.1', from: 'default' } },
      environment: { MCP_ACCESS_KEY: { set: true, from: 'variable' } },
    })
  })
})
