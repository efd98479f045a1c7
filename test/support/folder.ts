import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Creates a temporary folder that is deleted after the test. */
export async function makeFolder(prefix = 'test-'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  // A process that is just ending may still write into it.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
