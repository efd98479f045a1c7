import { homedir } from 'node:os'
import { join } from 'node:path'
import { isBearerToken } from '../shared/bearer-token.ts'
import { isOn } from './flag-parser.ts'
import { filledIn } from './proxies.ts'
import { readSmallFile } from './read-small-file.ts'
import { UsageError } from './usage-error.ts'

const REMEDY = 'Log in with `apify login`, or set APIFY_TOKEN in place of --apify-login.'

/** Returns the file in which Apify's command line keeps the account of its user. */
export function loginFile(): string {
  return join(homedir(), '.apify', 'auth.json')
}

/**
 * Returns the token of Apify's command line, if `--apify-login` asks for it; else undefined.
 * @throws {UsageError} if no token may be used, or none is found
 */
export async function readLoginToken(
  values: Map<string, string>,
  env: Record<string, string | undefined>,
): Promise<string | undefined> {
  if (!isOn(values, 'apify-login')) return undefined
  checkUse(values, env)
  const file = loginFile()
  const text = await readSmallFile(
    file,
    `The file ${JSON.stringify(file)} of \`apify login\``,
    REMEDY,
  )
  const token = tokenIn(file, text)
  if (isBearerToken(token)) return token
  throw new UsageError(`${file} has a token with characters that no token has.`, REMEDY)
}

function checkUse(values: Map<string, string>, env: Record<string, string | undefined>): void {
  if (filledIn(env.APIFY_TOKEN) !== undefined)
    throw new UsageError(
      '--apify-login and APIFY_TOKEN cannot be combined.',
      'They may be of two accounts: unset APIFY_TOKEN, or remove --apify-login.',
    )
  if ((values.get('local') ?? 'false') !== 'false')
    throw new UsageError(
      '--apify-login and --local cannot be combined.',
      'The local platform needs no token: remove one of them.',
    )
  if (isOn(values, 'http') && !isOn(values, 'shared-token'))
    throw new UsageError(
      '--apify-login works over HTTP with --shared-token only.',
      'Without it clients bring their own tokens: add --shared-token, or remove --apify-login.',
    )
}

/**
 * Returns the token in the file. Since version 2 of it each account is a profile, and the token may be
 * in the keyring of the system (`src/lib/auth-file.ts` of apify/apify-cli).
 */
function tokenIn(file: string, text: string): string {
  const auth = parseObject(file, text)
  const profile = entryOf(entryOf(auth, 'profiles'), String(entryOf(auth, 'activeProfile')))
  const token = entryOf(profile, 'token') ?? entryOf(auth, 'token')
  if (typeof token === 'string' && token !== '') return token
  const backend = entryOf(profile, 'secretsBackend') ?? entryOf(auth, 'secretsBackend')
  if (backend !== 'keyring') throw new UsageError(`${file} has no token.`, REMEDY)
  throw new UsageError(
    `Apify's command line keeps its token in the keyring of the system, not in ${file}.`,
    'Set APIFY_TOKEN to what `apify auth token` prints, or log in with APIFY_DISABLE_KEYRING=1 in the environment.',
  )
}

function parseObject(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is not valid JSON.`, REMEDY)
  }
}

function entryOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
