import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApifyClient } from 'apify-client'
import { afterEach, expect, test } from 'vitest'
import { hasApiDescription, startContractProxy, WITHOUT_DESCRIPTION } from './api-description.ts'
import { startPlatform } from './platform.ts'

const covered = new Set<string>()
let check = () => {}

afterEach(() => {
  const last = check
  check = () => {}
  last()
})

/** The folder of the snapshots, which list the operations that a test file has checked. */
export const COVERED = fileURLToPath(new URL('../../snapshots/local/covered/', import.meta.url))

/**
 * Adds a test that compares the operations checked so far with a snapshot. Call it last in a file.
 */
export function keepCoverage(file: string): void {
  test.skipIf(!hasApiDescription)(
    `check the operations that the table of endpoints lists${WITHOUT_DESCRIPTION}`,
    async () => {
      const lines = [...covered].sort().map((one) => `${one}\n`)
      process.stdout.write(`Checked against the description: ${lines.length} operations\n`)
      await expect(lines.join('')).toMatchFileSnapshot(join(COVERED, `${file}.txt`))
    },
  )
}

/**
 * Starts a platform and connects Apify's own client. When the test ends, all answers must match the
 * description, if there is one. `script` becomes the Actor `local~tester`.
 */
export async function connect(script = '') {
  const platform = await startPlatform({ script })
  const { url, found, checked } = await startContractProxy(platform.baseUrl)
  check = () => {
    for (const one of checked) covered.add(one)
    expect([...found]).toEqual([])
  }
  const client = new ApifyClient({ baseUrl: url, token: platform.token, maxRetries: 0 })
  const headers = { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' }
  const request = async (method: string, path: string, body?: string) => {
    const response = await fetch(url + path, { method, headers, body })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined }
  }
  return { client, platform, request }
}

export type Connection = Awaited<ReturnType<typeof connect>>
