import { VERSION } from '../shared/version.ts'
import { loginFile } from './apify-login.ts'
import type { Config } from './config.ts'
import type { Flag, Start } from './flag-parser.ts'
import { FLAGS, PRINT_FLAGS } from './flags.ts'
import { VARIABLES } from './help.ts'
import { HTTP_FLAGS } from './http-flags.ts'
import { filledIn } from './proxies.ts'
import { toJsonValue } from './setting-values.ts'
import { type Settings, valuesOf } from './settings.ts'

type Environment = Record<string, string | undefined>

/**
 * Returns the settings that hold, each with where it came from. Of a secret it only says whether it is
 * set. Passwords in URLs are masked.
 */
export function describeConfig(config: Config, settings: Settings, env: Environment): object {
  const isHttp = config.http !== undefined
  const values = valuesOf(settings)
  const start = { isHttp, isLocal: config.target.mode === 'local', values, env }
  // Over stdio no flag of HTTP holds.
  const others = new Set(isHttp ? PRINT_FLAGS : [...PRINT_FLAGS, ...HTTP_FLAGS])
  const flags = FLAGS.filter((flag) => flag.name === 'http' || !others.has(flag))
  return {
    version: VERSION,
    backend: describeBackend(config),
    settings: Object.fromEntries(
      flags.map((flag) => [flag.name, describeSetting(flag, settings, start)]),
    ),
    environment: describeEnvironment(values, env),
    // A start says it on standard error.
    warnings: config.warnings,
  }
}

function describeBackend({ target }: Config): object {
  if (target.mode === 'cloud') return { mode: 'cloud', baseUrl: withoutPassword(target.baseUrl) }
  return { mode: 'local', dataFolder: target.dir }
}

function describeSetting(flag: Flag, settings: Settings, start: Start): object {
  const given = settings.get(flag.name)
  if (!given)
    return { value: flag.defaultIn ? flag.defaultIn(start) : plainDefault(flag), from: 'default' }
  const value = toJsonValue(flag, given.value)
  return { value: masked(value), ...given.origin }
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  return typeof value === 'string' && value.includes('://') ? withoutPassword(value) : value
}

/** Returns the default that --help shows as a value. */
function plainDefault(flag: Flag): unknown {
  const isNothing = flag.default === 'none' || flag.default === 'off'
  if (flag.kind === 'switch') return flag.default === 'on'
  if (isNothing) return flag.kind === 'list' ? [] : null
  return toJsonValue(flag, flag.default)
}

function describeEnvironment(values: Map<string, string>, env: Environment): object {
  const login = values.get('apify-login') === 'true'
  return Object.fromEntries(
    VARIABLES.flatMap(({ name: names, secret, lowerCase }) =>
      names.split(', ').map((name) => {
        if (login && name === 'APIFY_TOKEN')
          return [name, { set: true, from: 'file', file: loginFile() }]
        const variable = [...(lowerCase ? [name.toLowerCase()] : []), name].find((each) =>
          filledIn(env[each]),
        )
        if (variable === undefined) return [name, { set: false }]
        const value = withoutPassword(filledIn(env[variable]) ?? '')
        return [name, { set: true, ...(!secret && { value }), from: 'variable', variable }]
      }),
    ),
  )
}

/** Returns a URL, with or without its scheme, without user, password, query and fragment. */
function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1***@').replace(/[?#].*$/s, '?***')
}
