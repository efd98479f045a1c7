import { once } from 'node:events'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** More than the buffers of a connection hold, in bytes. */
const BODY_BYTES = 20 * 1024 * 1024

/**
 * Sends a POST with a large body over a connection of its own, and reads nothing before all of it is sent.
 * @param headers beside Host and Content-Length; with Transfer-Encoding the body is one chunk
 * @returns the status, and the body of the answer with what frames it
 */
export async function sendThenRead(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const { host, hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  const isChunked = headers['transfer-encoding'] === 'chunked'
  const length = isChunked ? {} : { 'content-length': BODY_BYTES }
  const lines = Object.entries({ host, ...headers, ...length }).map((pair) => pair.join(': '))
  socket.write([`POST ${pathname} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
  if (isChunked) socket.write(`${BODY_BYTES.toString(16)}\r\n`)
  const isOpen = socket.write(Buffer.alloc(BODY_BYTES, ' '))
  if (isChunked) socket.write('\r\n0\r\n\r\n')
  if (!isOpen) await once(socket, 'drain')
  return readAnswer(socket)
}

async function readAnswer(chunks: AsyncIterable<Buffer>) {
  let text = ''
  for await (const chunk of chunks) {
    text += chunk
    const [head = '', body] = text.split('\r\n\r\n', 2)
    const [, length] = /\ncontent-length: (\d+)/i.exec(head) ?? []
    const isWhole = length ? body?.length === Number(length) : text.endsWith('\r\n0\r\n\r\n')
    if (body !== undefined && isWhole) return { status: Number(head.split(' ')[1]), body }
  }
  throw new Error(`The connection ended after ${JSON.stringify(text)}.`)
}
