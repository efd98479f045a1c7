import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startRecordingServer } from '../../support/fake-apify/server.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { seed } from '../../support/seeded-server.ts'

it('keeps integers beyond the safe range as their original text', async () => {
  const fake = await seed()
  const { write, answer } = await startRaw({ fake })
  const item = '{"id":12345678901234567890,"n":1,"text":"a 12345678901234567890 b"}'
  const params = `{"name":"push_dataset_items","arguments":{"datasetId":"data1","items":[${item}]}}`
  write(...HANDSHAKE, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":${params}}`)
  expect(await answer(2)).toHaveProperty('result.structuredContent.pushed', 1)
  const [push] = fake.sent('POST /v2/datasets/data1/items')
  expect(push?.body.toString()).toBe(
    '[{"id":"12345678901234567890","n":1,"text":"a 12345678901234567890 b"}]',
  )
})

describe('odd requests', () => {
  it.each<[string, object, object]>([
    ['an unknown method', { method: 'tools/burn' }, { error: { code: -32601 } }],
    ['a call without a name', { method: 'tools/call', params: {} }, { error: {} }],
    [
      'arguments that are no object',
      { method: 'tools/call', params: { name: 'whoami', arguments: 'all' } },
      { error: {} },
    ],
    [
      'no arguments',
      { method: 'tools/call', params: { name: 'whoami' } },
      { result: { structuredContent: { username: 'alice' } } },
    ],
  ])('%s', async (_, message, answered) => {
    const { write, answer, stray } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE, JSON.stringify({ jsonrpc: '2.0', id: 2, ...message }))
    expect(await answer(2)).toMatchObject(answered)
    write(request(3, 'ping'))
    expect(await answer(3)).toMatchObject({ result: {} })
    expect(stray).toEqual([])
  })

  it('are read however the bytes are split', async () => {
    const { child, answer, write } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE)
    const params = { name: 'put_record', arguments: { storeId: 's', recordKey: 'k', text: '漢🦄' } }
    const bytes = Buffer.from(`${request(2, 'tools/call', params)}\r\n${request(3, 'ping')}\n`)
    for (const byte of bytes) child.stdin.write(Buffer.of(byte))
    expect(await answer(2)).toHaveProperty('result.structuredContent.size', 7)
    expect(await answer(3)).toMatchObject({ result: {} })
  })

  it('are each answered when sent together', async () => {
    const { write, answer, stray } = await startRaw({ fake: await seed() })
    const ids = Array.from({ length: 100 }, (_, i) => i + 2)
    write(...HANDSHAKE, ...ids.map((id) => request(id, 'tools/call', { name: 'whoami' })))
    for (const id of ids) {
      expect(await answer(id)).toHaveProperty('result.structuredContent.username', 'alice')
    }
    expect(stray).toEqual([])
  })
})

describe('a client that has gone', () => {
  it('still gets the answers to requests sent before it closed stdin', async () => {
    const { child, write, messages, exited } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE, request(2, 'tools/list'))
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
    expect(messages.map(({ id }) => id)).toEqual([1, 2])
  })

  it('ends the server when it stops reading', async () => {
    const { child, write, answer, exited } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE)
    await answer(1)
    child.stdin.on('error', () => {})
    child.stdout.destroy()
    write(request(2, 'tools/list'), request(3, 'tools/list'))
    expect(await exited).toMatchObject({ code: 0, signal: null, stderr: '' })
  })

  it('ends the server when it never reads, and calls at once', async () => {
    const { child, write, exited } = await startRaw({ fake: await seed() })
    child.stdin.on('error', () => {})
    child.stdout.destroy()
    write(...HANDSHAKE, request(2, 'tools/call', { name: 'whoami' }), request(3, 'tools/list'))
    expect(await exited).toMatchObject({ code: 0, signal: null, stderr: '' })
  })
})

const ENDINGS = ['stdin closed', 'SIGTERM', 'SIGINT'] as const

function end(child: Awaited<ReturnType<typeof startRaw>>['child'], how: string) {
  if (how === 'SIGTERM' || how === 'SIGINT') child.kill(how)
  else child.stdin.end()
}

describe.each(ENDINGS)('%s', (how) => {
  it('ends an idle server with exit 0', async () => {
    const { child, write, answer, exited } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE)
    await answer(1)
    end(child, how)
    expect(await exited).toMatchObject({ code: 0, signal: null, stderr: '', stray: [] })
  })

  it('ends a server that waits for Apify, and its request', async () => {
    const fake = await seed()
    fake.on('GET /v2/users/me', () => undefined)
    const { child, write, exited } = await startRaw({ fake })
    write(...HANDSHAKE, request(2, 'tools/call', { name: 'whoami' }))
    const upstream = await fake.seen('GET /v2/users/me')
    end(child, how)
    expect(await exited).toMatchObject({ code: 0, signal: null, stray: [] })
    expect(await upstream.closed).toEqual({ whole: false })
  })

  it('ends the runs of the embedded platform and their child processes', async () => {
    const dir = await makeFolder('orphans-')
    // Each process holds a request open, which breaks when the process ends.
    const witness = await startRecordingServer(() => undefined)
    onTestFinished(() => witness.close())
    const hold = (who: string) => `fetch('${witness.url}/${who}').catch(() => {})`
    const stubborn = `process.on('SIGTERM', () => {}); ${hold('child')}`
    const script = `
      const { spawn } = await import('node:child_process')
      process.on('SIGTERM', () => {})
      spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' })
      ${hold('actor')}`
    await writeActor(join(dir, 'actor'), script)
    const args = ['--local', join(dir, 'data'), '--actors', join(dir, 'actor')]
    const { child, write, answer, exited } = await startRaw({ args })
    const params = { name: 'run_actor', arguments: { actorId: 'local/tester' } }
    write(...HANDSHAKE, request(2, 'tools/call', params))
    expect(await answer(2)).toHaveProperty('result.structuredContent.runId')
    const [actor, grandchild] = [await witness.seen('GET /actor'), await witness.seen('GET /child')]
    end(child, how)
    expect(await exited).toMatchObject({ code: 0, signal: null, stray: [] })
    expect(await actor.closed).toEqual({ whole: false })
    expect(await grandchild.closed).toEqual({ whole: false })
  })
})
