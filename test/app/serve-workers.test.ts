import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../support/folder.ts'
import { answerIn, call, cancelled, INITIALIZE } from '../support/http.ts'
import { envelope } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { startWorkers, type WorkerConnection } from '../support/workers.ts'

const NEW_DATASET = { type: 'dataset', name: 'common' }

type Server = Awaited<ReturnType<typeof startWorkers>>

/** Calls a tool over a connection; returns the text of its result. */
async function ask({ url }: Server, { post }: WorkerConnection, name: string, args: object) {
  const { result } = await answerIn(await post(url, call(1, name, args)))
  return result?.content?.[0]?.text ?? ''
}

describe('workers with --local', () => {
  it.each([
    ['in a named folder', async () => ({ args: ['--local', await makeFolder('data-')] })],
    [
      'in a temporary folder, since the default one cannot be written',
      async () => {
        const file = join(await makeFolder('home-'), 'file')
        await writeFile(file, '')
        return { args: ['--local'], env: { HOME: file, XDG_DATA_HOME: file, LOCALAPPDATA: file } }
      },
    ],
  ])('list the same datasets, also after one was killed: %s', async (_, optionsOf) => {
    const server = await startWorkers(await optionsOf())
    const [one, two] = [await server.connectTo(1), await server.connectTo(2)]
    expect(await ask(server, two, 'list_storages', { type: 'dataset' })).not.toContain('common')
    await ask(server, one, 'create_storage', NEW_DATASET)
    expect(await ask(server, two, 'list_storages', { type: 'dataset' })).toContain('common')
    const pids = [await server.pidOf(1), await server.pidOf(2)]
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    for (const worker of [1, 2]) {
      await server.pidOf(worker, ...pids)
      const again = await server.connectTo(worker)
      expect(await ask(server, again, 'list_storages', { type: 'dataset' })).toContain('common')
    }
    expect(server.stderr()).not.toContain('has ended. This call')
  })

  it('seal questions so that any of them opens the answer', async () => {
    const args = ['--local', await makeFolder('data-'), '--confirm=write']
    const server = await startWorkers({ args })
    const [one, two] = [await server.connectTo(1), await server.connectTo(2)]
    const send = async ({ post }: WorkerConnection, more: object = {}) => {
      const meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } }
      const params = { name: 'create_storage', arguments: NEW_DATASET, ...more }
      const message = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { ...params, ...envelope(MODERN, meta) },
      }
      const headers = {
        'mcp-protocol-version': MODERN,
        'mcp-method': 'tools/call',
        'mcp-name': 'create_storage',
        accept: 'application/json',
      }
      const answer = await (await post(server.url, message, { headers })).json()
      return z.object({ result: asked }).parse(answer).result
    }
    const { requestState } = await send(one)
    const inputResponses = { confirm: { action: 'accept', content: {} } }
    expect(await send(two, { requestState, inputResponses })).toMatchObject({
      resultType: 'complete',
    })
    expect(await send(one, { requestState, inputResponses })).toMatchObject({
      resultType: 'input_required',
    })
  })
})

const asked = z.object({ resultType: z.string(), requestState: z.string().optional() })

it('workers also run from source', async () => {
  const args = ['--import', 'tsx', 'src/main.ts', '--http', '--port=0', '--workers=2']
  const child = spawn(process.execPath, args, { stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const closed = once(child, 'close')
  let log = ''
  for await (const chunk of child.stderr) {
    log += chunk
    if (log.includes('"listening"')) break
  }
  expect(log).toContain('"workers":2')
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
})

describe('a session', () => {
  it.each([
    ['without a key', {}],
    ['with MCP_ACCESS_KEY', { MCP_ACCESS_KEY: 'k'.repeat(24) }],
  ])(
    'of one worker counts on the other, though it began before the first call: %s',
    async (_, env) => {
      const args = ['--local', await makeFolder('data-')]
      const server = await startWorkers({ args, env })
      const token = 'MCP_ACCESS_KEY' in env ? 'k'.repeat(24) : undefined
      const given = token === undefined ? {} : { token }
      const [one, two] = [await server.connectTo(1, token), await server.connectTo(2, token)]
      const opened = await one.post(server.url, INITIALIZE, given)
      const headers = {
        'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
        accept: 'application/json',
      }
      // A page that never answers keeps the run going.
      const site = createServer()
      onTestFinished(() => void site.close().closeAllConnections())
      await once(site.listen(0, '127.0.0.1'), 'listening')
      const address = z.object({ port: z.number() }).parse(site.address())
      const input = { startUrls: [{ url: `http://127.0.0.1:${address.port}/` }] }
      const run = { actorId: 'local/website-crawler', input, waitSecs: 45 }
      const visited = once(site, 'request')
      const waiting = one.post(server.url, call(5, 'run_actor', run), { ...given, headers })
      await visited
      await two.post(server.url, cancelled(5), { ...given, headers })
      expect(await answerIn(await waiting)).toMatchObject({ id: 5, error: { code: -32000 } })
    },
  )
})
