import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { watchHandedConnection } from '../../../../src/mcp/http/workers/handed-connection.ts'
import { makeFolder } from '../../../support/folder.ts'

/** What a worker of Node's cluster says about a connection. */
const REFUSED = "process.send({ cmd: 'NODE_CLUSTER', accepted: false })"
const NOTHING = ''

/** Starts a process that says this when it gets a connection. */
async function startWorker(says: string) {
  const program = join(await makeFolder('worker-'), 'worker.cjs')
  await writeFile(
    program,
    `process.on('message', () => {}); process.on('internalMessage', () => { ${says}; process.send('got') }); process.send('ready')`,
  )
  const child = fork(program)
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  return child
}

/** Returns both ends of a connection. */
async function openConnection(): Promise<[Socket, Socket]> {
  const server = createServer({ pauseOnConnect: true })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const client = connect(port, '127.0.0.1')
  onTestFinished(() => void client.destroy())
  const [accepted]: Socket[] = await once(server, 'connection')
  if (!accepted) throw new Error('There is no connection.')
  return [client, accepted]
}

it.each([
  ['is closed if the worker says nothing about it', NOTHING, false, ''],
  ['stays open if the worker has refused it, since another one gets it', REFUSED, false, 'hello'],
  ['is closed if the worker has refused it, as all others will', REFUSED, true, ''],
])('a connection handed to a worker that ends %s', async (_, says, isStopping, expected) => {
  const child = await startWorker(says)
  const closeHanded = watchHandedConnection(child, () => isStopping)
  const [client, accepted] = await openConnection()
  const got = once(child, 'message')
  // What the primary of a cluster hands on is the handle alone.
  child.send({ cmd: 'NODE_CLUSTER' }, Reflect.get(accepted, '_handle'))
  await got
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  closeHanded()
  if (expected) accepted.end(expected)
  expect(await text(client)).toBe(expected)
})
