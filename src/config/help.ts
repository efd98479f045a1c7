import { VERSION } from '../shared/version.ts'
import type { Flag } from './flag-parser.ts'
import { FLAGS } from './flags.ts'

/** An environment variable, or some that belong together, with commas between their names. */
interface Variable {
  name: string
  /** Whether its value is shown nowhere. */
  secret?: boolean
  /** Whether its name in lower case counts too, and comes first. */
  lowerCase?: boolean
  describe: string
}

/** All environment variables but those of flags. The README and --help are generated from this table. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'APIFY_TOKEN',
    secret: true,
    describe:
      "The Apify API token. With it the server uses Apify's cloud; without it, the local platform. Over HTTP it is used only with `--shared-token`.",
  },
  {
    name: 'APIFY_API_BASE_URL',
    describe: 'Base URL of another server with the same API. Default: `https://api.apify.com`.',
  },
  {
    name: 'MCP_ACCESS_KEY',
    secret: true,
    describe:
      'The key that clients present with `--shared-token`, at least 24 characters, unless `--oauth-issuer` is given. If set, it also guards `--http --local`.',
  },
  {
    name: 'ACTOR_WEB_SERVER_PORT, ACTOR_STANDBY_PORT',
    describe: "The HTTP port if `--port` is not given. Apify's platform sets it.",
  },
  {
    name: 'HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
    lowerCase: true,
    describe:
      'The HTTP proxy for requests to the API and to `--oauth-issuer`, and the hosts, `.domains` and ranges (`10.0.0.0/8`) that need none. This machine never does.',
  },
]

/** Returns how a flag is written, such as `--port N`. */
export function usage({ name, value, optional }: Flag): string {
  if (value === undefined) return `--${name}`
  return optional ? `--${name} [${value}]` : `--${name} ${value}`
}

/** The width of a line in a terminal, in columns. */
const WIDTH = 100
const NAME = 'apify-agent-tools'

/** Returns the text that --help prints. */
export function helpText(): string {
  const flags = FLAGS.map((flag) =>
    entry(usage(flag), `${flag.describe} Default: ${flag.default}.`),
  )
  return `${NAME} ${VERSION}
An MCP server that gives an AI agent access to the Apify platform: it runs Actors, follows their
runs and logs, and reads and writes datasets and records. Without APIFY_TOKEN it runs Actors on
this computer.

Usage
  ${NAME} [flags]           serve one MCP client on stdin and stdout
  ${NAME} --http [flags]    serve many clients over Streamable HTTP
  ${NAME} install CLIENT [--dry-run] [--file] [--name NAME] [-- FLAGS]
  ${NAME} uninstall CLIENT [--dry-run] [--file] [--name NAME]
                              add this server to the settings of an MCP client with FLAGS, or
                              take it out; \`install\` alone lists the clients
  ${NAME} init DIR [--template js|ts|python|crawlee]
                              write a small Actor project that works, to start from
  ${NAME} import DIR [--local DATA]
  ${NAME} export DIR [--run ID] [--local DATA]
                              import a Crawlee storage folder into the local platform, or export one
  ${NAME} prune [--keep-runs N] [--older DAYS] [--dry-run] [--local DATA]
                              remove ended runs of the local platform, with their storages

When started in a terminal, it prints the settings that add it to a client.

Flags, each also as --flag=value, as a variable (APIFY_AGENT_TOOLS_READ_ONLY for --read-only) and as
a key of the JSON file of --config. A flag comes before a variable, a variable before the file.
${flags.join('\n')}

Environment
${VARIABLES.map(({ name, describe }) => entry(name, describe)).join('\n')}
`
}

/** Returns a name and, on the lines below it, what it means. */
function entry(name: string, text: string): string {
  return [`  ${name}`, ...wrap(text, WIDTH - 6).map((line) => `      ${line}`)].join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width)
      lines.splice(-1, 1, `${last} ${word}`)
    else lines.push(word)
  }
  return lines
}
