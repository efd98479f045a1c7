import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { checkAuditLog } from '../../src/config/telemetry-flags.ts'
import { makeFolder } from '../support/folder.ts'

const read = (...args: string[]) => readConfig(args, { APIFY_TOKEN: 'token' }).telemetry
const withLog = (auditLog: string) => ({ logLevel: 'info' as const, auditLog, otel: undefined })

describe('the flags for logs and telemetry', () => {
  it('are off by default', () => {
    expect(read()).toEqual({ logLevel: 'info', auditLog: undefined, otel: undefined })
  })

  it('take a level, a file and a switch', () => {
    expect(read('--log-level', 'notice', '--audit-log=~/audit.jsonl', '--otel')).toEqual({
      logLevel: 'notice',
      auditLog: join(homedir(), 'audit.jsonl'),
      otel: 'own',
    })
  })

  it('names the level that is most like a wrong one', () => {
    expect(() => read('--log-level=warn')).toThrow('not "warn". Did you mean warning?')
  })

  it.each(['loud', 'INFO', 'warn', '3'])('--log-level=%s is refused with the levels', (level) => {
    expect(() => read(`--log-level=${level}`)).toThrow(
      `--log-level takes one of debug, info, notice, warning, error, critical, alert, emergency, not "${level}".`,
    )
  })
})

describe('checkAuditLog', () => {
  it('creates the file for its owner alone', async () => {
    const path = join(await makeFolder(), 'audit.jsonl')
    checkAuditLog(withLog(path))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('leaves a file as it is', async () => {
    const path = join(await makeFolder(), 'audit.jsonl')
    await writeFile(path, 'line\n')
    checkAuditLog(withLog(path))
    expect(await readFile(path, 'utf8')).toBe('line\n')
  })

  it('refuses what is no file', async () => {
    const path = join(await makeFolder(), 'folder')
    await mkdir(path)
    expect(() => checkAuditLog(withLog(path))).toThrow('it is not a regular file')
    expect(() => checkAuditLog(withLog(join(path, 'none', 'file')))).toThrow(
      'its folder does not exist',
    )
  })

  it('creates nothing if it may not, and still refuses what a start would', async () => {
    const folder = await makeFolder()
    const path = join(folder, 'audit.jsonl')
    const check = (path: string) => checkAuditLog(withLog(path), { creates: false })
    check(path)
    expect(await readdir(folder)).toEqual([])
    await writeFile(path, 'line\n')
    check(path)
    expect(() => check(folder)).toThrow('it is not a regular file')
    expect(() => check(join(folder, 'none', 'file'))).toThrow('its folder does not exist')
    expect(() => check(join(path, 'file'))).toThrow('ENOTDIR')
  })
})
