import { VERSION } from '../shared/version.ts'
import { COMMANDS } from './commands.ts'
import { flagGroups } from './flag-groups.ts'
import type { Flag } from './flag-parser.ts'
import { PRINT_FLAGS } from './flags.ts'

/** An environment variable, or some that belong together, with commas between their names. */
interface Variable {
  name: string
  /** Whether its value is shown nowhere. */
  secret?: boolean
  /** Whether its name in lower case counts too, and comes first. */
  lowerCase?: boolean
  describe: string
}

/** All environment variables but those of flags. docs/flags.md and --help are generated from this table. */
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
  return `${NAME} ${VERSION}
An MCP server that gives an AI agent access to the Apify platform: it runs Actors, follows their
runs and logs, and reads and writes datasets and records. Without APIFY_TOKEN it runs Actors on
this computer.

Usage
  ${NAME} [flags]           serve one MCP client on stdin and stdout
  ${NAME} --http [flags]    serve many clients over Streamable HTTP
${COMMANDS.map(commandEntry).join('\n')}

When started in a terminal, it prints the settings that add it to a client.

Examples
  ${NAME} --read-only --tools=default,docs
      for an agent that only looks: no tool that changes anything, and Apify's documentation
  APIFY_TOKEN=… ${NAME} --confirm=paid --max-run-cost-usd=1
      for Apify's cloud: a person confirms each run, and none may cost more than a dollar

Flags, each also as --flag=value, as a variable (APIFY_AGENT_TOOLS_READ_ONLY for --read-only) and as
a key of the JSON file of --config. A flag comes before a variable, a variable before the file.

${flagGroups().map(groupEntry).join('\n\n')}

Environment
${VARIABLES.map(({ name, describe }) => entry(name, describe)).join('\n')}
`
}

function commandEntry({ name, forms, describe }: (typeof COMMANDS)[number]): string {
  const lines = forms.map((form) => `  ${NAME} ${name} ${form}`.trimEnd())
  return [...lines, `      ${describe}`].join('\n')
}

function groupEntry({ title, flags }: ReturnType<typeof flagGroups>[number]): string {
  const entries = flags.map((flag) => {
    const preset = PRINT_FLAGS.includes(flag) ? '' : ` Default: ${flag.default}.`
    return entry(usage(flag), flag.describe + preset)
  })
  return [title, ...entries].join('\n')
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
