import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApifyClient } from 'apify-client'
import { expect, test } from 'vitest'
import { hasApiDescription, WITHOUT_DESCRIPTION } from './api-description.ts'
import { startPlatform } from './platform.ts'
import type { WatchedAnswers } from './watch-answers.ts'

/** The answers of all platforms of a test file. */
const watched: WatchedAnswers[] = []

/** The folder of the snapshots, which list the operations that a test file has checked. */
export const COVERED = fileURLToPath(new URL('../../snapshots/local/covered/', import.meta.url))

/**
 * Adds a test that compares the operations checked so far with a snapshot. Call it last in a file.
 */
export function keepCoverage(file: string): void {
  test.skipIf(!hasApiDescription)(
    `check the operations that the table of endpoints lists${WITHOUT_DESCRIPTION}`,
    async () => {
      const covered = new Set(watched.flatMap(({ checked }) => [...checked]))
      const lines = [...covered].sort().map((one) => `${one}\n`)
      process.stdout.write(`Checked against the description: ${lines.length} operations\n`)
      await expect(lines.join('')).toMatchFileSnapshot(join(COVERED, `${file}.txt`))
    },
  )
}

/**
 * Starts a platform and connects Apify's own client. `script` becomes the Actor `local~tester`.
 */
export async function connect(script = '', files: Record<string, unknown> = {}) {
  const platform = await startPlatform({ script, files })
  const { baseUrl, token, answers } = platform
  watched.push(answers)
  const client = new ApifyClient({ baseUrl, token, maxRetries: 0 })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const request = async (method: string, path: string, body?: string) => {
    const response = await fetch(baseUrl + path, { method, headers, body })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined }
  }
  return { client, platform, request }
}

export type Connection = Awaited<ReturnType<typeof connect>>
