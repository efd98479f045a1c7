import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { readViewPages } from '../src/app/view-files.ts'
import { viewAddressesOf } from '../src/mcp/apps/view-resources.ts'
import type { Catalog } from '../src/mcp/tool-catalog.ts'
import { escapeOf } from '../src/shared/json.ts'

/**
 * Writes the catalog of a build beside its program, with the addresses of the views that `dist/views` has by now. It is
 * ASCII, which a start reads in half the time.
 */
export async function writeCatalog(catalog: Catalog): Promise<void> {
  const pages = await readViewPages(() => {}, pathToFileURL('dist/views/'))
  const views = pages && viewAddressesOf(pages)
  const json = JSON.stringify({ ...catalog, ...(views && { views }) })
  await writeFile('dist/catalog.json', json.replace(/[^\0-\x7f]/g, escapeOf))
}
