import { ApifyClient } from 'apify-client'
import { afterAll, afterEach, expect } from 'vitest'
import { hasApiDescription, startContractProxy } from './contract.ts'
import { startPlatform } from './platform.ts'

export const describesApi = hasApiDescription

const covered = new Set<string>()
let check = () => {}

afterEach(() => {
  check()
  check = () => {}
})

afterAll(() => {
  if (covered.size === 0) return
  process.stdout.write(`Held against the description: ${covered.size} operations\n`)
})

/**
 * The API's own client at a platform; when the test ends, each answer that it got must be as the
 * description says. `script` becomes the Actor `local~tester`.
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
