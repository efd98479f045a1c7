import { startViewWorld } from '../test/support/views/open-view.ts'
import { photographViews } from '../test/support/views/photographs.ts'

/** Larger pictures slow a page of documentation down. In bytes. */
const MAX_BYTES = 100_000

/** Photographs each view for the documentation. */
const world = await startViewWorld()
try {
  for (const [file, bytes] of await photographViews(world, 'docs/images')) {
    console.log(`${file}: ${bytes} bytes${bytes > MAX_BYTES ? `, more than ${MAX_BYTES}` : ''}`)
  }
} finally {
  await world.close()
}
