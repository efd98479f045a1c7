import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Registers what ends something that a test started. */
export type OnEnd = (end: () => Promise<void>) => void

/** Creates a temporary folder that is deleted after the test, or when `onEnd` says. */
export async function makeFolder(prefix = 'test-', onEnd: OnEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  // A process that is just ending may still write into it.
  onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
