import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { build, type Metafile, type Plugin } from 'esbuild'
import { addressOf } from '../src/mcp/apps/view-resources.ts'

/** The views, each a folder of `src/views` with a `main.tsx`. */
const VIEWS = ['dataset', 'run', 'actor', 'record'] as const
/** The page that views show in a frame. */
const CHART = 'chart'

/** What a view may weigh: hosts load it for each result. */
const MAX_SCRIPT_BYTES = 60_000
/** Above this, some hosts refuse a page. */
const MAX_PAGE_BYTES = 2 ** 20

/** Matches what a view may be built from: the server gives it types alone. The packages may be behind a link. */
const ALLOWED = /^(?:src\/views\/|(?:.*\/)?node_modules\/(?:preact|d3-array)\/)/

/** Matches a constant at the top level that a call or a member gives its value. */
const COMPUTED = /^((?:const|var) \w+ = )(\w+[.(].*)(?=;$)/gm

/**
 * Lets esbuild drop what a view does not use of d3-array: a package of one file without side effects, of which
 * esbuild would keep each call at the top level.
 */
const unusedCalls: Plugin = {
  name: 'unused-calls',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/d3-array\/dist\// }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      return { contents: text.replace(COMPUTED, '$1/* @__PURE__ */ (() => $2)()') }
    })
  },
}

/**
 * Builds each view into one page that loads nothing, `dist/views/NAME.html`.
 * @param version the version of the server
 * @returns what the pages are built from
 * @throws Error if a view is too large, or holds code of the server
 */
export async function buildViews(version: string): Promise<Metafile[]> {
  await mkdir('dist/views', { recursive: true })
  const chart = await buildView(CHART, { version })
  const chartUri = addressOf(CHART, chart.page)
  const views = await Promise.all(VIEWS.map((name) => buildView(name, { version, chartUri })))
  return [chart, ...views].map(({ metafile }) => metafile)
}

/** What the build tells a view. */
interface ViewConstants {
  /** The version of the server. */
  version: string
  /** The address of the chart's page. */
  chartUri?: string
}

async function buildView(name: string, constants: ViewConstants) {
  const built = await bundleView(name, `src/views/${name}/main.tsx`, constants)
  await writeFile(`dist/views/${name}.html`, built.page)
  return built
}

/**
 * Bundles a view into the text of its page.
 * @param entry the path of its first module
 * @throws Error if it is too large, or holds code of the server
 */
export async function bundleView(name: string, entry: string, constants: ViewConstants) {
  const { version, chartUri = '' } = constants
  const { outputFiles, metafile } = await build({
    metafile: true,
    write: false,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    // Escapes all else, so that the page reads the same whatever a host takes its encoding for.
    charset: 'ascii',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: 'dist/views',
    define: { __VERSION__: JSON.stringify(version), __CHART__: JSON.stringify(chartUri) },
    logLevel: 'warning',
    plugins: [unusedCalls],
  })
  const strangers = Object.keys(metafile.inputs).filter(
    (path) => path !== entry && !ALLOWED.test(path),
  )
  if (strangers.length > 0) {
    throw new Error(`The view ${name} may import types alone of: ${strangers.join(', ')}.`)
  }
  const textOf = (ending: string) =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? ''
  const script = textOf('.js')
  mustFit(`The script of the view ${name}`, script, MAX_SCRIPT_BYTES)
  if (/\beval\s*\(|\bnew Function\b/.test(script)) throw new Error(`The view ${name} has eval.`)
  const page = pageOf(name, textOf('.css'), script)
  mustFit(`The page of the view ${name}`, page, MAX_PAGE_BYTES)
  return { page, metafile }
}

function pageOf(name: string, style: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
<style>${style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<script type="module">${escapeScript(script)}</script>
</body>
</html>
`
}

/** Keeps a script from ending its element, or from opening a comment in it: both stand in strings alone. */
function escapeScript(script: string): string {
  return script.replace(/<(?=\/script|script|!--)/gi, '\\x3C')
}

function mustFit(what: string, text: string, limit: number): void {
  const bytes = Buffer.byteLength(text)
  if (bytes > limit) throw new Error(`${what} has ${bytes} bytes; at most ${limit} fit.`)
}
