import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { modernRequest } from '../modern-messages.ts'
import { MODERN } from '../protocol-versions.ts'
import type { Door } from './open-server.ts'

interface Pipelining {
  url: string
  token: string
  door: Pick<Door, 'version'>
}

/** Returns the bytes of a POST, for a socket on which several follow each other. */
export function postBytes(
  { url, token, door: { version } }: Pipelining,
  id: number,
  method: string,
  params: object = {},
): string {
  const isModern = version === MODERN
  const message = isModern
    ? modernRequest(id, method, params)
    : { jsonrpc: '2.0', id, method, params }
  const body = JSON.stringify(message)
  const { name } = params as { name?: string }
  const modern = [`mcp-method: ${method}`, ...(name === undefined ? [] : [`mcp-name: ${name}`])]
  return [
    'POST /mcp HTTP/1.1',
    `host: ${new URL(url).host}`,
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    'accept: application/json',
    `mcp-protocol-version: ${version}`,
    ...(isModern ? modern : []),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/** Opens a socket to a server. It is paused, and ends after the test. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Reads a number of the server's metrics. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(url.replace(/\/mcp$/, '/metrics'))).text()
  return Number(new RegExp(`^(?:apify_agent_tools_)?${name} (\\S+)$`, 'm').exec(text)?.[1])
}

/** Reads the answers on a socket until there are so many; returns the ids, in their order. */
export async function readIds(socket: Socket, count: number): Promise<number[]> {
  const ids: number[] = []
  let rest = ''
  for await (const chunk of socket) {
    rest += chunk
    for (const [, id] of rest.matchAll(/"jsonrpc":"2\.0","id":(\d+)\}/g)) ids.push(Number(id))
    // An answer ends with its id, so that what follows the last one belongs to the next.
    rest = rest.slice(rest.lastIndexOf('"jsonrpc":"2.0","id":'))
    if (/"id":\d+\}/.test(rest)) rest = ''
    if (ids.length >= count) return ids
  }
  throw new Error(`The connection ended after ${ids.length} answers.`)
}
