import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallResult } from '../../../src/tool-call/call-tool.ts'
import { type FakeApify, startFakeApify } from '../../support/fake-apify/apify.ts'
import { type Fault, startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { overrideTestNames } from '../../support/fake-apify/names.ts'
import { countStarts } from '../../support/fake-apify/starts.ts'
import { openServer } from '../../support/in-process-server.ts'
import { ROWS, RUN } from '../../support/seeded-server.ts'
import {
  allCells,
  type Cell,
  MATRIX_TOOLS,
  type MatrixTool,
  mayFail,
  pushed,
} from './matrix-tools.ts'

const TOKEN = 'marked-token-of-the-matrix'
const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
/** Cells that run at the same time: most of them only wait. */
const AT_ONCE = 24

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

const names = overrideTestNames()
let fake: FakeApify
let timersBefore = 0
let starts: (actor: string) => number
const tally = { cells: 0, right: 0, errors: 0, duplicates: 0 }
const leaks: string[] = []
/** Failed cells by tool. */
const failed = new Map<string, string[]>()
let shown = 0
let ids = 0

beforeAll(async () => {
  timersBefore = timers()
  fake = await startFakeApify(TOKEN)
  starts = countStarts(fake, RUN)
  fake.setRun({ ...RUN, statusMessage: `Key ${PLANTED}` })
  fake.datasets.set('data1', [...ROWS, { note: PLANTED }])
  const contentType = 'application/json; charset=utf-8'
  fake.records.set('store1/OUTPUT', {
    body: JSON.stringify({ ok: true, key: PLANTED }),
    contentType,
  })
  fake.logs.set('run1', `2026-01-02 INFO  Start\n2026-01-02 INFO  ${PLANTED}\n`)
  await runCells()
})

afterAll(async () => {
  names.restore()
  await fake.close()
  process.stdout.write(
    `fault matrix: ${tally.cells} cells, ${tally.right} right answers, ${tally.errors} clear errors, ${tally.duplicates} duplicates\n`,
  )
})

async function runCells(): Promise<void> {
  const cells = allCells().values()
  const walk = async () => {
    for (const cell of cells)
      await runCell(cell).catch((error) => {
        const { tool } = cell.matrixTool
        failed.set(tool, [...(failed.get(tool) ?? []), String(error)])
      })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, walk))
}

/** Calls the tool of a cell under its fault, then once more without it. */
async function runCell({ matrixTool, fault, how }: Cell): Promise<void> {
  const id = `cell${ids++}`
  const name = `${matrixTool.tool}: ${fault}, ${how}`
  fake.datasets.set(id, [...pushed])
  const { server, stopFaults, close } = await openFaulty(matrixTool.main(id), fault, how)

  const result = await server.call(matrixTool.tool, matrixTool.args(id))
  const done = matrixTool.done?.(id, { fake, starts }) ?? 0
  tally.cells++
  tally.duplicates += Math.max(0, done - 1)
  expect(done, `${name}: side effects`).toBeLessThanOrEqual(1)
  tally[result.ok ? 'right' : 'errors']++
  if (result.ok) expectRight(name, { matrixTool, fault, id, done, result })
  else expectClearError(name, { matrixTool, fault, how, done, text: result.text })

  stopFaults()
  const next = await server.call('whoami', {})
  expect(next, `${name}: the next call`).toMatchObject({
    ok: true,
    structured: { username: 'alice' },
  })
  await close()
  shown += server.outputs.filter((text) => text.includes('apify_api_[redacted]')).length
  leaks.push(...server.outputs.filter((text) => text.includes(TOKEN) || text.includes(PLANTED)))
}

/**
 * Opens a server whose way to the API has a fault.
 * @param main the request that a fault hits that occurs once
 */
async function openFaulty(main: string, fault: Fault, how: Cell['how']) {
  const [method, path] = main.split(' ')
  const times = how === 'once' ? 1 : Number.POSITIVE_INFINITY
  const secure = fault === 'TLS failure'
  const proxy = await startFaultyProxy({
    upstream: fake.url,
    fault,
    times,
    secure,
    appliesTo: (request) =>
      how === 'always' || (request.method === method && plainPath(request.url) === path),
  })
  const host = `proxy${proxy.port}.faults.test`
  if (fault === 'DNS failure' || fault === 'connection refused')
    names.failName(host, { fault, times })
  const server = openServer(`${secure ? 'https' : 'http'}://${host}:${proxy.port}`, TOKEN)
  return {
    server,
    stopFaults() {
      proxy.stopFaults()
      names.restoreName(host)
    },
    async close() {
      await server.close()
      await proxy.untilIdle()
      await proxy.close()
    },
  }
}

/** Returns the path of a URL. The ids of these tests are short, so they are sent as names. */
function plainPath(url = ''): string | undefined {
  return url.replace('/~', '/').split('?')[0]
}

interface Succeeded {
  matrixTool: MatrixTool
  fault: Fault
  id: string
  done: number
  result: Extract<CallResult, { ok: true }>
}

function expectRight(name: string, { matrixTool, fault, id, done, result }: Succeeded): void {
  const isHtml = matrixTool.tool === 'get_record' && fault.startsWith('HTML')
  expect(result.structured, name).toMatchObject(
    isHtml ? { contentType: expect.stringContaining('text/html') } : matrixTool.right(id),
  )
  if (matrixTool.done) expect(done, `${name}: done`).toBe(1)
  if (matrixTool.tool === 'put_record')
    expect(String(fake.records.get(`store1/${id}`)?.body), name).toBe(id)
}

interface Failed {
  matrixTool: MatrixTool
  fault: Fault
  how: Cell['how']
  done: number
  text: string
}

function expectClearError(name: string, { matrixTool, fault, how, done, text }: Failed): void {
  expect(how === 'always' || mayFail(matrixTool, fault), `${name}: ${text}`).toBe(true)
  expect(text, name).toMatch(/^[A-Z\d].{30,}[.!]$/)
  expect(text, name).not.toMatch(/<|undefined|\bat \/|Error:/)
  expect(text, name).not.toMatch(/not stored|safe to push/)
  if (/was not sent/.test(text)) expect(done, name).toBe(0)
}

describe('every tool with every fault, once and always', () => {
  it.each(MATRIX_TOOLS)('$tool', ({ tool }) => {
    expect(failed.get(tool) ?? []).toEqual([])
  })
})

describe('after the matrix', () => {
  it('every cell has run, and no work was done twice', () => {
    expect(tally).toMatchObject({ cells: 9 * 15 * 2, duplicates: 0 })
  })

  it("no timer is left except this test's own", async () => {
    await expect.poll(timers, { timeout: 10_000 }).toBeLessThanOrEqual(timersBefore)
  })

  it('the token was sent only as authorization, and tokens in results are redacted', () => {
    expect(leaks).toEqual([])
    expect(shown).toBeGreaterThan(50)
    const sent = fake.requests.map(
      ({ path, query, body }) => `${path}${JSON.stringify(query)}${body}`,
    )
    expect(sent.length).toBeGreaterThan(500)
    expect(sent.filter((text) => text.includes(TOKEN))).toEqual([])
  })
})
