import { join } from 'node:path'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { describe, expect, it } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { sendError, times } from '../support/fake-apify/reply.ts'
import { startRecordingServer } from '../support/fake-apify/server.ts'
import { makeFolder } from '../support/folder.ts'
import { answerIn, call as message, post, startHttp } from '../support/http.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'
import { startServer } from '../support/mcp-client.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { RUN, seed } from '../support/seeded-server.ts'

/** The server's own token. It has not the usual form, so no pattern matches it. */
const MARKED = 'marked-token-of-the-operator'
/** A token that the author of an Actor left in its data. */
const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'

/** Starts an API whose texts all contain both. */
async function poisoned() {
  const fake = await seed(await startFakeApify(MARKED))
  const text = `${PLANTED} and ${MARKED}`
  fake.setRun({ ...RUN, statusMessage: text })
  fake.datasets.set('data1', [{ [text]: text, nested: [{ key: text }] }])
  fake.logs.set('run1', `INFO ${text}\n`)
  const contentType = 'application/json'
  fake.records.set('store1/OUTPUT', { body: JSON.stringify({ text }), contentType })
  fake.records.set('store1/text', { body: text, contentType: 'text/plain' })
  fake.records.set(`store1/${PLANTED}`, { body: '\u0000', contentType: 'application/x-bin' })
  fake.on('GET /v2/actor-runs/echo', (_, response) => sendError(response, 400, 'bad', text))
  fake.on('GET /v2/users/me', (_, response) => {
    const proxy = { password: 'proxy-password-of-the-user', groups: [] }
    const data = { id: 'u', username: text, email: 'someone@example.com', proxy }
    response.end(JSON.stringify({ data }))
    return undefined
  })
  return fake
}

const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['whoami', {}],
  ['run_actor', { actorId: 'alice/crawler' }],
  ['run_actor_sync', { actorId: 'alice/crawler' }],
  ['get_run', { runId: 'run1' }],
  ['get_run', { runId: 'echo' }],
  ['get_run', { runId: PLANTED }],
  ['get_log', { runId: 'run1' }],
  ['get_log', { runId: 'run1', search: 'info' }],
  ['list_runs', {}],
  ['list_dataset_items', { datasetId: 'data1' }],
  ['list_dataset_items', { datasetId: 'data1', format: 'csv' }],
  ['get_dataset', { datasetId: 'data1' }],
  ['get_record', { storeId: 'store1', recordKey: 'OUTPUT' }],
  ['get_record', { storeId: 'store1', recordKey: 'text' }],
  ['get_record', { storeId: 'store1', recordKey: PLANTED }],
  ['list_records', { storeId: 'store1' }],
  ['put_record', { storeId: 'store1', recordKey: PLANTED, text: 'a' }],
  ['push_dataset_items', { datasetId: PLANTED, items: [{ a: 1 }] }],
  ['no_such_tool', {}],
]

describe('no credential leaves the server', () => {
  it('over stdio: in results, errors, progress, log lines or addresses', async () => {
    const fake = await poisoned()
    const { child, write, answer, exited } = await startRaw({ fake })
    let stdout = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    write(...HANDSHAKE)
    for (const [i, [name, args]] of CALLS.entries()) {
      const params = { name, arguments: args, _meta: { progressToken: i } }
      write(request(i + 2, 'tools/call', params))
    }
    for (const i of CALLS.keys()) await answer(i + 2)
    child.stdin.end()
    const { stderr } = await exited
    expect(stdout.match(/apify_api_\[redacted\]/g)?.length).toBeGreaterThan(20)
    expect(stdout).toContain('notifications/progress')
    for (const secret of [MARKED, PLANTED, 'proxy-password', 'someone@example.com']) {
      expect(stdout + stderr).not.toContain(secret)
    }
    const addresses = fake.requests.map(({ path, query }) => path + JSON.stringify(query)).join()
    expect(addresses).not.toContain(MARKED)
  })

  it("over HTTP: a client's token or a secret in data, in responses or access logs", async () => {
    const fake = await poisoned()
    const { url, stderr, stdout, logged } = await startHttp({ fake })
    for (const [i, [name, args]] of CALLS.entries()) {
      const answer = await answerIn(await post(url, message(i, name, args), { token: MARKED }))
      expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${MARKED}|${PLANTED}`))
    }
    await logged(({ msg }) => msg === 'request')
    expect(stderr() + stdout()).not.toMatch(new RegExp(`${MARKED}|${PLANTED}`))
  })

  it('to another origin, whatever the redirect status', async () => {
    const fake = await poisoned()
    const elsewhere = await startRecordingServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('from elsewhere')
      return undefined
    })
    const { call } = await startServer({ fake })
    for (const status of [301, 302, 303, 307, 308]) {
      fake.on(
        'GET /v2/key-value-stores/store1/records/far',
        times(1, (_, response) => {
          response.writeHead(status, { location: `${elsewhere.url}/far` }).end()
          return undefined
        }),
      )
      await call('get_record', { storeId: 'store1', recordKey: 'far' })
    }
    fake.on('PUT /v2/key-value-stores/store1/records/far', (_, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/far` }).end()
      return undefined
    })
    const put = await call('put_record', { storeId: 'store1', recordKey: 'far', text: 'private' })
    expect(put.isError).toBe(true)
    expect(elsewhere.requests).toHaveLength(5)
    for (const { headers, body } of elsewhere.requests)
      expect(JSON.stringify(headers) + body).not.toMatch(/marked-token|private|authorization/)
    await elsewhere.close()
  })

  it('through the transport of a program that embeds the server', async () => {
    const fake = await poisoned()
    const server = await createEmbeddedServer({ token: MARKED, baseUrl: fake.url })
    const [near, far] = InMemoryTransport.createLinkedPair()
    const received: string[] = []
    far.onmessage = (message) => received.push(JSON.stringify(message))
    await Promise.all([server.connect(near), far.start()])
    for (const [id, method] of [MARKED, PLANTED, `tools/${MARKED}`].entries())
      await far.send({ jsonrpc: '2.0', id, method })
    const params = { name: 'list_dataset_items', arguments: { datasetId: 'data1' } }
    await far.send({ jsonrpc: '2.0', id: 9, method: 'tools/call', params })
    await expect.poll(() => received.length).toBe(4)
    await server.close()
    expect(received.join()).not.toMatch(new RegExp(`${MARKED}|${PLANTED}`))
    expect(received.join()).toContain('[redacted]')
  })

  it.each(['--tools', '--nope'])('in the error of a start with the wrong %s', async (flag) => {
    const args = [`${flag}=${MARKED},${PLANTED}`]
    const { exited } = await startRaw({ args, env: { APIFY_TOKEN: MARKED } })
    const { code, stderr } = await exited
    expect(code).toBe(2)
    expect(stderr).not.toMatch(new RegExp(`${MARKED}|${PLANTED}`))
  })

  it('to an Actor that runs on this machine', async () => {
    const dir = await makeFolder()
    await writeActor(join(dir, 'actor'), `console.log('ENV ' + JSON.stringify(process.env))`)
    const { call, stderr } = await startServer({
      args: ['--local', join(dir, 'data'), '--actors', join(dir, 'actor')],
      env: { APIFY_TOKEN: MARKED, MCP_ACCESS_KEY: `key-${MARKED}` },
    })
    const { structured } = await call('run_actor_sync', { actorId: 'local/tester', waitSecs: 30 })
    expect(structured.run).toMatchObject({ status: 'SUCCEEDED' })
    const { runId } = Object(structured.run)
    const log = await call('get_log', { runId })
    expect(log.text).toContain('APIFY_IS_AT_HOME')
    expect(log.text + stderr()).not.toContain(MARKED)
  })
})
