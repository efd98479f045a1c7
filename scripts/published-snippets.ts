import { readdir } from 'node:fs/promises'
import { npxCommand } from '../src/app/install/published.ts'

/** What stands in the pages for the built server in a clone. */
const SCRIPT = '/path/to/apify-agent-tools/dist/main.js'
/** Pages for people who change the code, which they have in a clone. */
const FROM_A_CLONE = /^(?:adding-a-tool|architecture|releasing|performance)\.md$/

/** Returns the pages and examples that say how the server is started, by their paths from the root. */
export async function filesWithSnippets(): Promise<string[]> {
  const pages = (await readdir('docs')).filter(
    (name) => name.endsWith('.md') && !FROM_A_CLONE.test(name),
  )
  const examples = (await readdir('examples')).filter((name) => name.endsWith('.ts'))
  return [
    'README.md',
    ...pages.map((name) => `docs/${name}`),
    ...examples.map((name) => `examples/${name}`),
  ]
}

/**
 * Returns a page or an example in which the published package is started, in place of the one in a clone: in
 * commands of a shell, and in settings as JSON, TOML, YAML or TypeScript.
 */
export function asPublished(text: string): string {
  // Clients find `npx` on Windows too, or their pages say what to write there.
  const [program = '', ...args] = npxCommand('linux')
  return text
    .replaceAll(`node ${SCRIPT}`, [program, ...args].join(' '))
    .replaceAll('node dist/main.js', [program, ...args].join(' '))
    .replace(/(\b(?:command|cmd)["']?\s*[:=]\s*["']?)node\b/g, `$1${program}`)
    .replaceAll(`"${SCRIPT}"`, args.map((arg) => `"${arg}"`).join(', '))
    .replaceAll(`'${SCRIPT}'`, args.map((arg) => `'${arg}'`).join(', '))
    .replace(new RegExp(`^( *- )${SCRIPT}$`, 'gm'), (_, start) =>
      args.map((arg) => `${start}${arg}`).join('\n'),
    )
}
