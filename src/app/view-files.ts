import { readFile } from 'node:fs/promises'
import type { ViewPages } from '../mcp/apps/view-resources.ts'
import { VIEW_NAMES, type ViewName } from '../shared/view-names.ts'

/**
 * Reads the pages of views.
 * @param folder where the build has put them
 * @param log is told if one of them cannot be read, since then no client gets views
 * @returns undefined if one of them cannot be read
 */
export async function readViewPages(
  log: (line: string) => void,
  folder: URL = builtFolder(),
): Promise<ViewPages | undefined> {
  const read = (view: ViewName) => readFile(new URL(`${view}.html`, folder), 'utf8')
  try {
    const [dataset, run, actor, record] = await Promise.all([
      read('dataset'),
      read('run'),
      read('actor'),
      read('record'),
    ])
    return { dataset, run, actor, record }
  } catch (error) {
    const [code] = /^[A-Z]+/.exec(error instanceof Error ? error.message : '') ?? ['unknown error']
    log(
      `There are no views: of ${VIEW_NAMES.map((view) => `${view}.html`).join(', ')} in the folder \`views\` of this installation, one cannot be read (${code}). Install apify-agent-tools again, or start it with --views off.`,
    )
    return undefined
  }
}

/** The build puts the folder beside the bundle. */
function builtFolder(): URL {
  const from = import.meta.url
  return new URL(from.endsWith('.ts') ? '../../dist/views/' : './views/', from)
}
