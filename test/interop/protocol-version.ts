import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { listen } from '../support/listen.ts'

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'

const message = z.looseObject({
  method: z.string().optional(),
  params: z
    .looseObject({ _meta: z.looseObject({ [VERSION_KEY]: z.string().optional() }).optional() })
    .optional(),
  result: z.looseObject({ protocolVersion: z.string().optional() }).optional(),
})

async function readMessages(path: string) {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => message.parse(JSON.parse(line)))
}

/**
 * Returns the MCP version of the tool calls over stdio, from what `recorder.mjs` recorded in `home`.
 * From 2026-07-28 on each call names its version. Before that the server chose it.
 */
export async function versionOverStdio(home: string): Promise<string | undefined> {
  const sent = await readMessages(join(home, 'sent.jsonl'))
  const call = sent.findLast(({ method }) => method === 'tools/call')
  const named = call?.params?._meta?.[VERSION_KEY]
  if (named !== undefined) return named
  const received = await readMessages(join(home, 'received.jsonl'))
  return received.findLast(({ result }) => result?.protocolVersion)?.result?.protocolVersion
}

/** Starts a proxy in front of the server at `url` that records the MCP version of the last request. */
export async function startVersionProxy(url: string) {
  let version: string | undefined
  const proxy = createServer((incoming, outgoing) => {
    version = incoming.headers['mcp-protocol-version']?.toString() ?? version
    const target = new URL(incoming.url ?? '', url)
    const { method, headers } = incoming
    const upstream = request(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    upstream.on('error', () => outgoing.destroy())
    outgoing.on('close', () => upstream.destroy())
    incoming.pipe(upstream)
  })
  const origin = await listen(proxy)
  return { url: `${origin}/mcp`, version: () => version }
}
