import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { IS_PUBLISHED } from '../src/app/install/published.ts'
import { FILE_FLAGS, FLAGS } from '../src/config/flags.ts'
import type { Tool } from '../src/tool-call/tool.ts'
import { tools } from '../tools/index.ts'
import { configSchema } from './config-schema.ts'
import {
  renderClientTable,
  renderCommandTable,
  renderDefaultTools,
  renderFlagTables,
  renderInstallCommands,
  renderSettingTable,
  renderToolTables,
  renderVariableTable,
} from './docs-tables.ts'
import { drawExchange } from './exchange.ts'
import { renderInstallLinks } from './install-links.ts'
import { asPublished, filesWithSnippets } from './published-snippets.ts'
import { fillEntry } from './registry-entry.ts'
import { fillSection } from './sections.ts'

/** The values in package.json that the other manifests repeat. */
const packageJson = z.object({
  version: z.string(),
  author: z.string(),
  repository: z.object({ url: z.string() }),
  homepage: z.string(),
  bugs: z.object({ url: z.string() }),
})
type Package = z.output<typeof packageJson>

/** Fills in the parts of manifest.json that come from elsewhere. The rest is written by hand. */
function fillManifest(text: string, tools: readonly Tool[], about: Package): string {
  const list = tools.map(({ name, description }) => ({ name, description }))
  const parts = {
    tools: { pattern: /^ {2}"tools": \[.*?^ {2}\]/ms, value: list },
    version: { pattern: /^ {2}"version": "[^"]*"/m, value: about.version },
    author: { pattern: /^ {2}"author": \{.*?^ {2}\}/ms, value: { name: about.author } },
    repository: {
      pattern: /^ {2}"repository": \{.*?^ {2}\}/ms,
      value: { type: 'git', url: webAddress(about) },
    },
    homepage: { pattern: /^ {2}"homepage": "[^"]*"/m, value: about.homepage },
    support: { pattern: /^ {2}"support": "[^"]*"/m, value: about.bugs.url },
  }
  return Object.entries(parts).reduce((all, [name, { pattern, value }]) => {
    if (!pattern.test(all))
      throw new Error(`manifest.json must have "${name}", indented by two spaces.`)
    const lines = JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
    return all.replace(pattern, () => `  "${name}": ${lines}`)
  }, text)
}

/** Returns the web page of the repository. package.json has the URL to clone. */
function webAddress({ repository }: Package): string {
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** Fills sections of a page, by their names. */
function fillSections(text: string, sections: Record<string, string>): string {
  return Object.entries(sections).reduce((all, [name, part]) => fillSection(all, name, part), text)
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check')
  const about = packageJson.parse(JSON.parse(await readFile('package.json', 'utf8')))
  const repeated = { version: about.version, repositoryUrl: webAddress(about) }
  const exchange = await drawExchange()
  const files: Record<string, (text: string) => string> = {
    'README.md': (text) => fillSection(text, 'tools', renderDefaultTools(tools)),
    'docs/tools.md': (text) => fillSection(text, 'tools', renderToolTables(tools)),
    'docs/flags.md': (text) =>
      fillSections(text, {
        flags: renderFlagTables(),
        variables: renderVariableTable(),
        commands: renderCommandTable(),
      }),
    'manifest.json': (text) => fillManifest(text, tools, about),
    'server.json': (text) => fillEntry(text, FLAGS, repeated),
    'docs/exchange.svg': () => exchange,
    'config.schema.json': () => configSchema(FILE_FLAGS),
    'docs/clients.md': (text) =>
      fillSections(text, {
        clients: renderClientTable(),
        install: renderInstallCommands(),
        links: renderInstallLinks(IS_PUBLISHED),
      }),
    'docs/operating.md': (text) => fillSection(text, 'settings', renderSettingTable()),
  }
  const snippets = IS_PUBLISHED ? await filesWithSnippets() : []
  for (const path of new Set([...Object.keys(files), ...snippets])) {
    const stored = await readFile(path, 'utf8').catch(() => '')
    const filled = files[path]?.(stored) ?? stored
    const current = snippets.includes(path) ? asPublished(filled) : filled
    if (current === stored) continue
    if (check) {
      console.error(`${path} does not match the code. Run: npm run docs`)
      process.exitCode = 1
    } else {
      await writeFile(path, current)
      console.log(`Updated ${path}.`)
    }
  }
}

await main()
