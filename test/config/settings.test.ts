import { describe, expect, it } from 'vitest'
import { FILE_FLAGS, SOURCE_FLAGS } from '../../src/config/flags.ts'
import { describeConfig } from '../../src/config/print-config.ts'
import { variableOf } from '../../src/config/variables.ts'
import { load, sampleOf, writeConfig } from '../support/settings.ts'

const FLAGS = FILE_FLAGS.filter((flag) => !SOURCE_FLAGS.includes(flag))

describe.each(FLAGS)('$name', (flag) => {
  it('makes the same configuration as a flag, a variable and a key of the file, and says which', async () => {
    const { text, json, argv, env } = await sampleOf(flag)
    const file = await writeConfig({ [flag.name]: json })
    const variable = variableOf(flag.name)
    const byFlag = await load([...argv, `--${flag.name}=${text}`], env)
    const byVariable = await load(argv, { ...env, [variable]: text })
    const byFile = await load([...argv, `--config=${file}`], env)
    expect(byVariable.config).toEqual(byFlag.config)
    expect(byFile.config).toEqual(byFlag.config)

    const said = ({ config, settings }: typeof byFlag) => describeConfig(config, settings, env)
    const settings = (value: object) => ({ settings: { [flag.name]: value } })
    expect(said(byFlag)).toMatchObject(settings({ value: json, from: 'flag' }))
    expect(said(byVariable)).toMatchObject(settings({ value: json, from: 'variable', variable }))
    expect(said(byFile)).toMatchObject(settings({ value: json, from: 'file', file, line: 1 }))
  })

  it('holds by the flag before the variable, and by the variable before the file', async () => {
    const { text, json, argv, env } = await sampleOf(flag)
    const none = await load(argv, env)
    const file = await writeConfig({ [flag.name]: json })
    const variable = variableOf(flag.name)
    const all = [...argv, `--config=${file}`, `--${flag.name}=${text}`]
    const from = (loaded: typeof none) => loaded.settings.get(flag.name)?.origin.from
    expect(from(await load(all, { ...env, [variable]: text }))).toBe('flag')
    expect(from(await load(all.slice(0, -1), { ...env, [variable]: text }))).toBe('variable')
    const isEmpty = load([...argv, `--${flag.name}=`], env)
    const isUnset = load(all.slice(0, -1), { ...env, [variable]: '' })
    if (flag.isLimit) {
      await expect(isEmpty).rejects.toThrow(`--${flag.name} is empty, so it would limit nothing.`)
      await expect(isUnset).rejects.toThrow(`${variable} is empty, so it would limit nothing.`)
      return
    }
    // A value that is left empty counts as not given.
    expect(from(await isUnset)).toBe('file')
    expect((await isEmpty).config).toEqual(none.config)
  })
})

describe('a setting of the file', () => {
  it('is turned off by a flag', async () => {
    const file = await writeConfig({ 'read-only': true })
    expect((await load([`--config=${file}`])).config.readOnly).toBe(true)
    expect((await load([`--config=${file}`, '--read-only=false'])).config.readOnly).toBe(false)
    const env = { APIFY_AGENT_TOOLS_READ_ONLY: 'false', APIFY_AGENT_TOOLS_CONFIG: file }
    expect((await load([], env)).config.readOnly).toBe(false)
  })
})

describe('the default of each setting', () => {
  it.each([
    [[], {}],
    [['--http'], {}],
    [['--http', '--local'], {}],
  ])('is a value of its kind: %j', async (argv, env) => {
    const { config, settings } = await load(argv, env)
    const said = JSON.parse(JSON.stringify(describeConfig(config, settings, env)))
    for (const flag of FILE_FLAGS) {
      const shown = said.settings[flag.name]
      if (config.http === undefined && shown === undefined) continue
      if (shown.from !== 'default') continue
      const kinds = { switch: 'boolean', number: 'number', list: 'object', text: 'string' }
      const { value } = shown
      if (value !== null && !flag.optional) expect(typeof value, flag.name).toBe(kinds[flag.kind])
    }
  })

  it('is the one that holds', async () => {
    const { config, settings } = await load([])
    const http = await load(['--http'], { ACTOR_WEB_SERVER_PORT: '4321' })
    expect(describeConfig(config, settings, {})).toMatchObject({
      backend: { mode: 'local' },
      settings: {
        local: { value: true, from: 'default' },
        actors: { value: ['bundled'] },
        tools: { value: ['default'] },
        'max-result-tokens': { value: config.maxResultTokens },
        'max-query-mb': { value: config.query.maxMb },
        'query-cache': { value: config.query.keeps },
        'max-run-cost-usd': { value: null },
      },
    })
    expect(
      describeConfig(http.config, http.settings, { ACTOR_WEB_SERVER_PORT: '4321' }),
    ).toMatchObject({
      backend: { mode: 'cloud', baseUrl: 'https://api.apify.com' },
      settings: {
        local: { value: false },
        port: { value: 4321 },
        'allowed-hosts': { value: http.config.http?.allowedHosts },
        'max-query-mb': { value: http.config.query.maxMb },
        'query-cache': { value: http.config.query.keeps },
      },
    })
  })
})
