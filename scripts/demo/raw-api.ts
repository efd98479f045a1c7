import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { PROTOCOL, readAddress } from '../../src/local/process/address-file.ts'

/** The API of the local platform, called without the server in between. */
export interface RawApi {
  /** Sends a GET or, with a body, a POST, and returns the answer as the API sends it. */
  send(path: string, body?: unknown): Promise<string>
}

/**
 * Returns the API that the platform of a data folder serves.
 * @throws {Error} if no platform serves the folder
 */
export async function rawApi(dir: string): Promise<RawApi> {
  const address = await readAddress(dir)
  if (address?.protocol !== PROTOCOL || !('token' in address))
    throw new Error(`No local platform serves ${dir}.`)
  const { baseUrl, token } = address
  return {
    async send(path, body) {
      const response = await fetch(`${baseUrl}/v2/${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`)
      return text
    },
  }
}

/** Counts tokens of o200k_base exactly, as the project's limits are counted. */
export function exactTokens(text: string): number {
  return encode(text).length
}
