import { IS_PUBLISHED } from '../../../src/app/install/published.ts'
import { ALL_PAGES, readPage } from './markdown.ts'

/** A block of code in a page. */
export interface Block {
  /** The page, from the root. */
  path: string
  lang: string
  /** The file that the block is, or `answer`, if the page says so. */
  file: string | undefined
  code: string
  /** The block that follows it on the page. */
  next: { lang: string; file: string | undefined; code: string } | undefined
}

/**
 * Returns a program or a block as it is for a clone: tests start the built server, also where the pages say to start
 * the published one.
 */
export function forClone(text: string): string {
  if (!IS_PUBLISHED) return text
  const script = '/path/to/apify-agent-tools/dist/main.js'
  return text
    .replaceAll('npx -y apify-agent-tools', 'node dist/main.js')
    .replace(/(["'])-y\1,\s*\1apify-agent-tools\1/g, `$1${script}$1`)
    .replace(/^( *- )-y\n *- apify-agent-tools$/gm, `$1${script}`)
    .replace(/(\b(?:command|cmd)["']?\s*[:=]\s*["']?)npx\b/g, '$1node')
}

/** Every block of every Markdown file of the repository. */
export const BLOCKS: readonly Block[] = ALL_PAGES.flatMap((path) =>
  readPage(path).blocks.map((block, at, all) => ({
    path,
    ...block,
    code: forClone(block.code),
    next: all[at + 1],
  })),
)

const GUIDE = 'docs/adding-a-tool.md'
const EMBEDDING = 'examples/embed/README.md'
const CRAWLER = 'actors/website-crawler/README.md'

/** Returns whether a command starts a server of docs/operating.md, which has tests of its own. */
const isRecipe = (command: string) => /--config (?:laptop|team|public)\.json/.test(command)

const commands = (fits: (block: Block) => boolean) => (block: Block) =>
  block.lang === 'sh' && block.path !== EMBEDDING && fits(block)

/**
 * Which blocks each test tries; the paths begin in `test`. A test takes its blocks from here, so that none can be
 * claimed and not tried.
 */
export const TRIED_BY = {
  'repository/docs/setup.test.ts': commands(
    ({ code }) => !/^(?:curl|docker) /.test(code) && !isRecipe(code),
  ),
  'repository/docs/curl.test.ts': (block) =>
    commands(({ code }) => code.startsWith('curl '))(block) ||
    (block.lang === 'json' && block.file === 'answer'),
  'repository/docs/docker.test.ts': commands(({ code }) => code.startsWith('docker ')),
  'repository/docs/recipes.test.ts': (block) =>
    commands(({ code }) => isRecipe(code))(block) ||
    (block.path === 'docs/operating.md' && /^(?:laptop|team|public)\.json$/.test(block.file ?? '')),
  'repository/docs/config-files.test.ts': ({ file }) => file === 'config.json',
  'repository/docs/settings.test.ts': ({ path, lang, file }) =>
    /^(?:json|toml|yaml)$/.test(lang) && file === undefined && path !== CRAWLER,
  'repository/docs/programs.test.ts': ({ lang, file }) =>
    /^[jt]s$/.test(lang) && file === undefined,
  'repository/docs/adding-a-tool.test.ts': ({ path, file }) => path === GUIDE && file !== undefined,
  'repository/docs/embedding.test.ts': ({ path, lang }) => path === EMBEDDING && lang === 'sh',
  'repository/docs/crawler.test.ts': ({ path }) => path === CRAWLER,
  'repository/docs/architecture.test.ts': ({ path }) => path === 'docs/architecture.md',
  'repository/docs/readme.test.ts': ({ path, lang }) =>
    path === 'docs/performance.md' && lang === 'text',
  'repository/docs/lines.test.ts': ({ path, lang }) =>
    lang === 'text' && /^docs\/(?:http|operating)\.md$/.test(path),
} satisfies Record<string, (block: Block) => boolean>

/** Returns the blocks that a test has to try. */
export const blocksFor = (test: keyof typeof TRIED_BY): Block[] => BLOCKS.filter(TRIED_BY[test])
