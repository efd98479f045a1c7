import { z } from 'zod'

const created = z.object({ data: z.object({ id: z.string() }) })
const ended = z.object({ data: z.object({ status: z.enum(['SUCCEEDED', 'FAILED']) }) })

export type TrialApi = ReturnType<typeof trialApi>

/** Calls the platform as its owner, to fill it and to see what a trial has changed. */
export function trialApi(env: { APIFY_API_BASE_URL: string; APIFY_TOKEN: string }) {
  const headers = { authorization: `Bearer ${env.APIFY_TOKEN}` }
  async function send(method: string, path: string, type?: string, body?: string | Uint8Array) {
    const answer = await fetch(`${env.APIFY_API_BASE_URL}/v2/${path}`, {
      method,
      headers: { ...headers, ...(type && { 'content-type': type }) },
      ...(body !== undefined && { body }),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer
  }
  return {
    async get(path: string): Promise<unknown> {
      return (await send('GET', path)).json()
    },
    async put(record: string, type: string, body: string | Uint8Array): Promise<void> {
      await send('PUT', `key-value-stores/${record}`, type, body)
    },
    async push(datasetId: string, rows: object[]): Promise<void> {
      await send('POST', `datasets/${datasetId}/items`, 'application/json', JSON.stringify(rows))
    },
    /** Creates a named storage and returns its id. */
    async create(kind: 'datasets' | 'key-value-stores', name: string): Promise<string> {
      return created.parse(await (await send('POST', `${kind}?name=${name}`)).json()).data.id
    },
    /** Runs a local Actor to its end and returns the id of the run. */
    async run(name: string, input: object): Promise<string> {
      const path = `actors/local~${name}/runs?waitForFinish=60`
      const answer = await send('POST', path, 'application/json', JSON.stringify(input))
      const run: unknown = await answer.json()
      ended.parse(run)
      return created.parse(run).data.id
    },
  }
}
