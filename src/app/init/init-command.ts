import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { type Flag, readFlags } from '../../config/flag-parser.ts'
import { folderPath } from '../../config/folders.ts'
import { UsageError } from '../../config/usage-error.ts'
import { quoteWord } from '../quote-word.ts'
import { copyTemplate } from './copy-template.ts'

/** What each template needs before it runs. */
const TEMPLATES = new Map<string, { setup?: string; about: string }>([
  ['js', { about: 'JavaScript without packages' }],
  ['ts', { setup: 'npm install && npm run build', about: "TypeScript with Apify's SDK" }],
  ['python', { about: 'Python without packages' }],
  ['crawlee', { setup: 'npm install', about: "a crawler with Crawlee and Apify's SDK" }],
])
const NAMES = [...TEMPLATES.keys()]
const FLAGS: readonly Flag[] = [
  {
    name: 'template',
    kind: 'text',
    value: NAMES.join('|'),
    default: 'js',
    describe: 'What to start from.',
  },
]
const USAGE = `Write: init DIR [--template ${NAMES.join('|')}].`

/** How this program was started. */
interface Started {
  execPath: string
  script: string
}

/**
 * Runs `init DIR`, which writes a small Actor project that works. It needs no network.
 * @param argv the arguments after `init`
 * @returns lines for the terminal: what was written, and the commands that come next
 * @throws {UsageError} if an argument is wrong, or the folder is not empty
 */
export async function runInitCommand(
  argv: readonly string[],
  { execPath, script }: Started,
): Promise<string> {
  const { folder, template } = readArguments(argv)
  const { setup, about } = TEMPLATES.get(template) ?? unknownTemplate(template)
  const name = actorName(basename(folder))
  const files = await copyTemplate(template, folder, name)
  const start = [execPath, realpathSync(script), '--local', `--actors=${folder}`]
  const install = setup && `cd ${quoteWord(folder)} && ${setup}`
  return `Wrote the Actor ${name} (${about}) into ${folder}:

${files.map((file) => `  ${file}`).join('\n')}

${install ? `Its packages are not installed yet. Install them:\n\n${install}\n\n` : ''}Start the server with it. In a terminal, this prints the settings that add it to a client:

${start.map(quoteWord).join(' ')}

Then ask the agent: "Run local/${name} with its example input and show me its rows."
`
}

/** @throws {UsageError} if there is no folder, or an argument that is not known */
function readArguments(argv: readonly string[]): { folder: string; template: string } {
  const at = argv.findIndex((word, i) => !word.startsWith('-') && argv[i - 1] !== '--template')
  const folder = argv[at]
  if (!folder) throw new UsageError('`init` needs a folder.', USAGE)
  const flags = readFlags(FLAGS, argv.toSpliced(at, 1))
  const path = folderPath(folder)
  if (path.includes(',')) {
    throw new UsageError(
      `The path ${JSON.stringify(path)} has a comma, which --actors takes for the end of a path.`,
      'Choose another folder.',
    )
  }
  return { folder: path, template: flags.get('template') ?? 'js' }
}

function unknownTemplate(name: string): never {
  throw new UsageError(
    `There is no template ${JSON.stringify(name)}.`,
    `The templates are ${NAMES.join(', ')}.`,
  )
}

/**
 * Returns a name that Apify accepts for an Actor: 3 to 63 lower-case letters, digits and hyphens.
 * Source: https://docs.apify.com/platform/actors/development/actor-definition/actor-json.
 */
function actorName(folder: string): string {
  const name = folder
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
  return name.length < 3 ? 'my-actor' : name
}
