import { describe, expect, it, onTestFinished } from 'vitest'
import { countTokens } from '../../../../src/budget/token-cost.ts'
import { fail, startFakeApify } from '../../../support/fake-apify/apify.ts'
import { openServer } from '../../../support/in-process-server.ts'
import { startServer } from '../../../support/mcp-client.ts'
import { RUN } from '../../../support/seeded-server.ts'

const OUTPUT = 'store1/OUTPUT'
const JSON_TYPE = 'application/json'
const SECRET = `apify_api_${'x1'.repeat(18)}`

async function openRun(fields: object) {
  const fake = await startFakeApify()
  onTestFinished(fake.close)
  fake.setRun({ ...RUN, ...fields })
  fake.datasets.set('data1', [])
  const server = openServer(fake.url, fake.token)
  onTestFinished(server.close)
  const getRun = async () => {
    const result = await server.call('get_run', { runId: 'run1' })
    if (!result.ok) throw new Error(result.text)
    return result.structured
  }
  return { fake, getRun }
}

describe('get_run of a run that ended badly', () => {
  it.each(['FAILED', 'TIMED-OUT', 'ABORTED'])('shows the error lines: %s', async (status) => {
    const { fake, getRun } = await openRun({ status })
    fake.logs.set('run1', 'INFO Start\nERROR No such host\nINFO Bye\n')
    expect(await getRun()).toMatchObject({
      status,
      log: ['ERROR No such host'],
      note: `The run ended as ${status}. \`get_log\` shows more.`,
    })
    expect(fake.sent('GET /v2/key-value-stores/:id/records/:key')).toEqual([])
  })

  it('shows at most 400 tokens of them, the last ones, without secrets', async () => {
    const { fake, getRun } = await openRun({ status: 'FAILED' })
    const lines = Array.from(
      { length: 500 },
      (_, i) => `ERROR ${i} ${'because of this '.repeat(9)}`,
    )
    fake.logs.set('run1', `${lines.join('\n')}\nERROR the token ${SECRET} is wrong\n`)
    const { log } = await getRun()
    expect(countTokens(log)).toBeLessThanOrEqual(400)
    expect(Array.isArray(log) && log.length).toBeGreaterThan(2)
    expect(JSON.stringify(log)).toContain('is wrong')
    expect(JSON.stringify(log)).not.toContain('x1x1')
  })

  it.each([404, 403, 500])('is shown without a log that answers %i', async (status) => {
    const { fake, getRun } = await openRun({ status: 'FAILED' })
    fake.on('GET /v2/logs/:id', fail(status, 'some-type', 'No'))
    const run = await getRun()
    expect(run).toMatchObject({ status: 'FAILED', itemCount: 0 })
    expect(run).not.toHaveProperty('log')
    expect(run.note).toContain('`get_log` shows why')
    expect(fake.sent('GET /v2/logs/:id')).toHaveLength(1)
  })
})

describe('get_run of a run that succeeded', () => {
  it.each([
    ['{"pages":3}', JSON_TYPE, { pages: 3 }],
    ['done', 'text/plain', 'done'],
    ['{"broken', JSON_TYPE, '{"broken'],
    ['0', JSON_TYPE, 0],
  ])('shows a small OUTPUT: %j', async (body, contentType, output) => {
    const { fake, getRun } = await openRun({})
    fake.records.set(OUTPUT, { body, contentType })
    const run = await getRun()
    expect(run.output).toEqual(output)
    expect(run).not.toHaveProperty('note')
    expect(fake.sent('GET /v2/logs/:id')).toEqual([])
  })

  it.each([
    [JSON.stringify({ text: 'many words '.repeat(400) }), JSON_TYPE],
    ['many words '.repeat(400), 'text/plain'],
    [`[${'1,'.repeat(3_000_000)}1]`, JSON_TYPE],
  ])('leaves a larger one to get_record', async (body, contentType) => {
    const { fake, getRun } = await openRun({})
    fake.records.set(OUTPUT, { body, contentType })
    const run = await getRun()
    expect(run).not.toHaveProperty('output')
    expect(run.note).toBe('`get_record` with this `runId` reads its OUTPUT, which is not small.')
  })

  it('leaves an image to get_record', async () => {
    const { fake, getRun } = await openRun({})
    fake.records.set(OUTPUT, { body: Buffer.from([1, 2]), contentType: 'image/png' })
    const run = await getRun()
    expect(run).not.toHaveProperty('output')
    expect(run.note).toContain('image/png')
  })

  it('shows none of its secrets', async () => {
    const { fake, getRun } = await openRun({})
    fake.records.set(OUTPUT, { body: JSON.stringify({ token: SECRET }), contentType: JSON_TYPE })
    expect(JSON.stringify(await getRun())).not.toContain('x1x1')
  })

  it.each([404, 403, 500])('is shown if its OUTPUT answers %i', async (status) => {
    const { fake, getRun } = await openRun({})
    fake.on('GET /v2/key-value-stores/:id/records/:key', fail(status, 'some-type', 'No'))
    expect(await getRun()).toMatchObject({ status: 'SUCCEEDED', itemCount: 0 })
    expect(fake.sent('GET /v2/key-value-stores/:id')).toEqual([])
  })
})

describe('get_run', () => {
  it('makes four requests, and three of a run that goes on', async () => {
    const { fake, getRun } = await openRun({})
    await getRun()
    expect(fake.requests).toHaveLength(4)
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    await getRun()
    expect(fake.requests).toHaveLength(7)
  })

  it.each(['SUCCEEDED', 'FAILED'])('fits the smallest budget: %s', async (status) => {
    const { fake } = await openRun({ status, statusMessage: 'word '.repeat(60) })
    fake.records.set(OUTPUT, {
      body: JSON.stringify({ a: 'word '.repeat(300) }),
      contentType: JSON_TYPE,
    })
    fake.logs.set('run1', 'ERROR word word word word word word\n'.repeat(100))
    const { call } = await startServer({ fake, args: ['--max-result-tokens=500'] })
    const { text, isError } = await call('get_run', { runId: 'run1' })
    expect(isError).toBe(false)
    expect(countTokens(JSON.parse(text))).toBeLessThanOrEqual(500)
    expect(text).toContain('"runId":"run1"')
  })
})
