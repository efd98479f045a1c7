import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { configSchema } from '../../scripts/config-schema.ts'
import { FILE_FLAGS, SOURCE_FLAGS } from '../../src/config/flags.ts'
import { UsageError } from '../../src/config/usage-error.ts'
import { makeFolder } from '../support/folder.ts'
import { load, sampleOf, writeConfig } from '../support/settings.ts'

const schema = new Ajv({ allErrors: true }).compile(JSON.parse(configSchema(FILE_FLAGS)))

async function errorOf(file: string): Promise<string> {
  const error = await load([`--config=${file}`]).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UsageError)
  return String(error instanceof Error && error.message).replaceAll(dirname(file), '')
}

describe('a config file', () => {
  it.each<[content: unknown, says: string]>([
    ['', '/config.json" is empty. Write an object'],
    ['{\n"tools": ["runs"]\n"read-only": true}', '/config.json", line 3, is not valid JSON.'],
    ['{\n  // on\n}', '/config.json", line 2, is not valid JSON. Keys and texts stand in double'],
    ['{\n"read-only": true,\n}', '/config.json", line 3, is not valid JSON.'],
    ['['.repeat(100_000), '/config.json" is not valid JSON.'],
    [[], '/config.json" does not hold a JSON object.'],
    [
      '{\n\n"read-onyl": true}',
      '"read-onyl" in /config.json:3 is not a setting. Did you mean "read-only"?',
    ],
    [
      { readOnly: true },
      '"readOnly" in /config.json:1 is not a setting. Did you mean "read-only"?',
    ],
    [{ zzzz: 1 }, '"zzzz" in /config.json:1 is not a setting. The settings have the names'],
    ['{"__proto__": 1}', '"__proto__" in /config.json:1 is not a setting.'],
    ['{"read-only": true,\n"read-only": false}', '"read-only" in /config.json:2 is there a second'],
    [{ help: true }, '"help" in /config.json:1 is not a setting of a file. Remove it, and write'],
    [{ config: 'a.json' }, '"config" in /config.json:1 is not a setting of a file.'],
    [{ 'read-only': 'yes' }, '"read-only" in /config.json:1 takes true or false, not a text.'],
    [{ 'read-only': null }, 'takes true or false, not null. Remove it to leave it unset.'],
    [{ tools: 'runs' }, '"tools" in /config.json:1 takes a list of texts, not a text.'],
    [{ tools: [1] }, '"tools" in /config.json:1 takes a list of texts, and one entry is 1.'],
    [{ tools: [] }, '"tools" in /config.json:1 is an empty list.'],
    [{ tools: ['runs,actors'] }, '"tools" in /config.json:1 has an entry with a comma.'],
    [
      { confirm: true },
      '"confirm" in /config.json:1 takes a list of "paid" and "write", not true.',
    ],
    [
      { 'max-result-tokens': '600' },
      '"max-result-tokens" in /config.json:1 takes a whole number from 500 to 25000, not a text.',
    ],
    [
      { workers: 'many' },
      '"workers" in /config.json:1 takes a whole number from 1 to 128 or "auto"',
    ],
    [
      `{"tools": ${'['.repeat(3000)}${']'.repeat(3000)}}`,
      '"tools" in /config.json:1 is nested too deep.',
    ],
    [{ host: 1 }, '"host" in /config.json:1 takes a text, not 1.'],
    [{ host: ['a'] }, '"host" in /config.json:1 takes a text, not a list.'],
    [{ local: {} }, '"local" in /config.json:1 takes true, false or a text, not an object.'],
    [{ payments: 5 }, '"payments" in /config.json:1 takes "x402" or "skyfire", not 5.'],
    [{ 'upload-dir': ' ' }, '"upload-dir" in /config.json:1 is an empty text.'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell would fill in
    [{ 'upload-dir': '${HOME}/a' }, '"upload-dir" in /config.json:1 is a placeholder'],
  ])('is refused with its place: %j', async (content, says) => {
    expect(await errorOf(await writeConfig(content))).toContain(says)
  })

  it.each([
    ['token', 'APIFY_TOKEN'],
    ['APIFY_TOKEN', 'APIFY_TOKEN'],
    ['apify-token', 'APIFY_TOKEN'],
    ['access-key', 'MCP_ACCESS_KEY'],
  ])('has no secrets: %s', async (key, variable) => {
    const says = await errorOf(await writeConfig({ [key]: 'do-not-show' }))
    expect(says).toContain(
      `secrets are not taken from a file. Remove it, and set the variable ${variable}.`,
    )
    expect(says).not.toContain('do-not-show')
  })

  it.each<[content: object, says: string]>([
    [
      { 'max-result-tokens': 5 },
      '"max-result-tokens" in /config.json:1 takes a whole number from 500 to 25000, not "5".',
    ],
    [{ port: 1 }, 'Add --http, or remove "port" in /config.json:1.'],
    [{ confirm: ['spend'] }, 'Write "confirm": ["paid","write"] in /config.json:1.'],
    [
      { http: true, local: true, host: '0.0.0.0' },
      'Use "host": "127.0.0.1" in /config.json:1, or remove "local" in /config.json:1.',
    ],
  ])('is named by what is wrong with its values: %j', async (content, says) => {
    expect(await errorOf(await writeConfig(content))).toContain(says)
  })

  it('is refused if it is not there, a folder, too large or not readable', async () => {
    const folder = await makeFolder()
    expect(await errorOf(join(folder, 'none.json'))).toBe(
      'The config file "/none.json" does not exist. Name a JSON file with --config.',
    )
    await mkdir(join(folder, 'dir'))
    expect(await errorOf(join(folder, 'dir'))).toContain('"/dir" is a folder.')
    expect(await errorOf(join(folder, 'none', 'a.json'))).toContain('does not exist')
    const large = await writeConfig(`{${' '.repeat(300_000)}}`)
    expect(await errorOf(large)).toContain('has 300002 bytes, and 262144 are the most')
    const closed = await writeConfig({})
    const below = join(closed, 'a.json')
    expect(await errorOf(below)).toContain('cannot be read (ENOTDIR)')
  })

  it.skipIf(process.platform === 'win32')('is refused if it is a device', async () => {
    expect(await errorOf('/dev/null')).toContain('is not a regular file')
  })

  it.skipIf(process.getuid?.() === 0)('is refused if it must not be read', async () => {
    const closed = await writeConfig({})
    await chmod(closed, 0)
    expect(await errorOf(closed)).toContain('cannot be read (EACCES)')
  })

  it('may begin with a byte order mark, and name a schema', async () => {
    const file = await writeConfig('\uFEFF{"$schema": "./config.schema.json", "read-only": true}')
    expect((await load([`--config=${file}`])).config.readOnly).toBe(true)
  })

  it('has paths that begin in its folder, or at home', async () => {
    const file = await writeConfig({
      local: 'data',
      actors: ['bundled', './bundled', '~/actors'],
      'download-dir': '/out',
    })
    const { config } = await load([`--config=${file}`])
    const folder = dirname(file)
    expect(config.downloadDir).toBe('/out')
    expect(config.target).toMatchObject({ dir: join(folder, 'data') })
    const actors = config.target.mode === 'local' ? config.target.actorDirs : []
    expect(actors?.slice(1)).toEqual([join(folder, 'bundled'), join(homedir(), 'actors')])
  })

  it('has no relative lists in a folder whose path has a comma', async () => {
    const folder = join(await makeFolder(), 'a,b')
    await mkdir(folder)
    const file = await writeConfig({ actors: ['x'] })
    await copyFile(file, join(folder, 'config.json'))
    expect(await errorOf(join(folder, 'config.json'))).toContain(
      '"actors" in /config.json:1 is relative',
    )
  })
})

describe('the JSON schema', () => {
  const flags = FILE_FLAGS.filter((flag) => !SOURCE_FLAGS.includes(flag))

  it.each(flags)('takes what the server takes: $name', async (flag) => {
    const { json } = await sampleOf(flag)
    expect([schema({ [flag.name]: json }), schema.errors]).toEqual([true, null])
  })

  it.each<unknown>([
    [],
    { 'read-onyl': true },
    { help: true },
    { config: 'a.json' },
    { 'read-only': 'true' },
    { tools: 'runs' },
    { tools: [] },
    { tools: ['a,b'] },
    { 'max-result-tokens': 499 },
    { 'max-result-tokens': 600.5 },
    { workers: 'many' },
    { payments: 'cash' },
    { confirm: ['spend'] },
    { 'upload-dir': '' },
    { local: null },
  ])('refuses what the server refuses: %j', async (content) => {
    expect(schema(content)).toBe(false)
    const file = await writeConfig(content)
    await expect(load(['--http', `--config=${file}`])).rejects.toThrow(UsageError)
  })
})
