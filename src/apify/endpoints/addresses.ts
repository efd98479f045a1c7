import type { JsonReader } from '../../untrusted/json-reader.ts'
import type { Requester } from '../transport/requester.ts'
import type { OpenAnswer } from '../types/storage-types.ts'
import { readableAddress } from './readable-address.ts'
import { openRecord } from './records.ts'

/** Returns the endpoint that reads whatever the API shows of the account. */
export function addressEndpoints(requester: Requester, json: JsonReader) {
  return {
    /**
     * GET of any address that only reads: opens the answer, passes it to `read`, then closes the connection.
     * @param address the path below the API, with or without `v2/`, and the query
     * @throws {ToolError} if the address may not be read
     */
    readAddress<T>(address: string, read: (answer: OpenAnswer) => Promise<T>): Promise<T> {
      const { path, query, isData } = readableAddress(address)
      const resource = { kind: 'address', id: path } as const
      return requester.open(
        { method: 'GET', path, query, resource, ...(isData && { mayBePage: true }) },
        async (response) => {
          const record = await openRecord(response, { json, redactor: requester.redactor })
          return read({ ...record, isData, offset: Number(query.offset) || 0 })
        },
      )
    },
  }
}
