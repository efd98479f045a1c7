import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configOf } from '../../src/config/config.ts'
import type { Flag } from '../../src/config/flag-parser.ts'
import { nameOrigins } from '../../src/config/name-origins.ts'
import { readSettings } from '../../src/config/settings.ts'
import { readSettingsFiles } from '../../src/config/settings-files.ts'
import { makeFolder } from './folder.ts'

/** Writes a config file, which is deleted after the test; returns its path. */
export async function writeConfig(content: unknown, name = 'config.json'): Promise<string> {
  const file = join(await makeFolder('config-'), name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** Reads settings and configuration as the program does. */
export async function load(argv: readonly string[], env: Record<string, string> = {}) {
  const { settings } = await readSettingsFiles(readSettings(argv, env), env)
  try {
    return { settings, config: configOf(settings, env) }
  } catch (error) {
    throw nameOrigins(error, settings)
  }
}

/** A setting in the flags and variables that it needs beside it. */
export interface Sample {
  flag: Flag
  /** The value as a flag gives it, and as a config file does. */
  text: string
  json: unknown
  argv: string[]
  env: Record<string, string>
}

const ENV = { APIFY_TOKEN: 'apify_api_test', MCP_ACCESS_KEY: 'a-key-of-at-least-24-characters' }
const SHARED = ['--http', '--shared-token']
/** What some flags need beside them; each flag is tried with the first that it takes. */
const BESIDE: readonly { argv: string[]; env?: Record<string, string> }[] = [
  { argv: [] },
  { argv: ['--http'] },
  { argv: ['--local'] },
  { argv: ['--confirm=paid'] },
  { argv: ['--http'], env: ENV },
  { argv: SHARED, env: ENV },
  { argv: [...SHARED, '--oauth-issuer=https://auth.example.com'], env: ENV },
]
const TEXTS = [
  '/data/a',
  'example.com',
  'https://app.example.com',
  'alice/crawler',
  'whoami',
  'debug',
]

/** Returns a value of a flag that makes another configuration than none, found by trying. */
export async function sampleOf(flag: Flag): Promise<Sample> {
  for (const { argv, env = {} } of BESIDE) {
    const without = await load(argv, env)
    for (const { text, json } of candidates(flag)) {
      const taken = await load([...argv, `--${flag.name}=${text}`], env).catch(() => undefined)
      const isSame = taken && JSON.stringify(taken.config) === JSON.stringify(without.config)
      if (taken && !isSame) return { flag, text, json, argv, env }
    }
  }
  throw new Error(`No value of --${flag.name} is known here that changes the configuration.`)
}

function candidates({ kind, bounds, choices, value }: Flag): { text: string; json: unknown }[] {
  if (kind === 'switch') return [true, false].map((json) => ({ text: String(json), json }))
  if (kind === 'number')
    return [bounds?.to ?? 7, bounds?.from ?? 8].map((json) => ({ text: String(json), json }))
  if (kind === 'list')
    return (choices ?? TEXTS).map((text) => ({ text: `${text},${text}`, json: [text, text] }))
  const names = value?.includes('|') ? value.split('|') : TEXTS
  return names.map((text) => ({ text, json: text }))
}
