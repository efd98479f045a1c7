import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from './folder.ts'
import { serve } from './seeded-server.ts'

/** The request that exporting the seeded dataset makes. */
export const ITEMS = 'GET /v2/datasets/data1/items'

/**
 * Starts the built server with a download folder, which the first download creates. Its parent is
 * deleted after the test.
 */
export async function serveWithDir() {
  const parent = await realpath(await makeFolder())
  const dir = join(parent, 'downloads')
  return { dir, parent, ...(await serve({ args: [`--download-dir=${dir}`] })) }
}
