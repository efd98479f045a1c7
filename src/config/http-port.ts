import { readNumber } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

export const PORTS = { from: 0, to: 65_535, whole: true }

/** Apify's platform sets the port of an Actor's web server in these variables. */
const PORT_VARIABLES = ['ACTOR_WEB_SERVER_PORT', 'ACTOR_STANDBY_PORT']

type Environment = Record<string, string | undefined>

/**
 * Returns the port to listen on.
 * @throws {UsageError} that names the wrong flag or variable
 */
export function readPort(flags: Map<string, string>, env: Environment): number {
  return readNumber(flags, 'port', PORTS) ?? defaultPort(env)
}

/**
 * Returns the port to listen on if `--port` is not given.
 * @throws {UsageError} if the variable of Apify's platform is not a port
 */
export function defaultPort(env: Environment): number {
  const variable = PORT_VARIABLES.find((name) => env[name])
  if (variable === undefined) return 3000
  const value = Number(env[variable])
  if (Number.isInteger(value) && value >= PORTS.from && value <= PORTS.to) return value
  throw new UsageError(`${variable} is not a port: ${JSON.stringify(env[variable])}.`)
}
