import { expect } from 'vitest'
import type { CallResult } from '../../../../src/tool-call/caller.ts'
import type { overrideTestNames } from '../../../support/fake-apify/names.ts'
import type { Cell } from './cells.ts'
import { mayFail } from './matrix-tool.ts'
import { openFaulty } from './open-faulty.ts'
import { openWorld } from './world.ts'

/** What became of a cell. */
export interface CellOutcome {
  ok: boolean
  /** What the server returned or logged. */
  outputs: string[]
  /** What the API and the site received, but for the headers. */
  sent: string[]
}

/** Work was done twice, or sent twice although it must not be. */
export class RepeatedWork extends Error {}

/** Calls the tool of a cell under its fault, then another one without it. */
export async function runCell(
  cell: Cell,
  names: ReturnType<typeof overrideTestNames>,
): Promise<CellOutcome> {
  const { matrixTool, fault, how } = cell
  const name = `${matrixTool.tool}: ${fault}, ${how}`
  const world = await openWorld()
  const { server, stopFaults, close } = await openFaulty(cell, world, names)
  try {
    const result = await server.call(matrixTool.tool, matrixTool.args)
    const done = matrixTool.done?.(world) ?? 0
    const isOnce = matrixTool.done && !matrixTool.repeats
    const sent = isOnce ? world.fake.sent(matrixTool.main).length : 0
    if (done > 1 || sent > 1)
      throw new RepeatedWork(`${name}: it was done ${done} times, and sent ${sent} times.`)
    if (result.ok) expectRight(name, cell, result, done)
    else expectClearError(name, cell, result.text, done)

    if (matrixTool.readsDocs) await expectWhoami(`${name}: another tool`, server)
    stopFaults()
    if (matrixTool.readsDocs) await expectPage(`${name}: the next page`, server)
    else await expectWhoami(`${name}: the next call`, server)
    return { ok: result.ok, outputs: server.outputs, sent: sentOf(world) }
  } finally {
    await close()
    await world.close()
  }
}

type Server = Awaited<ReturnType<typeof openFaulty>>['server']

async function expectWhoami(name: string, server: Server): Promise<void> {
  const next = await server.call('whoami', {})
  expect(next, `${name}: ${next.text}`).toMatchObject({
    ok: true,
    structured: { username: 'alice' },
  })
}

async function expectPage(name: string, server: Server): Promise<void> {
  const next = await server.call('read_docs', { url: '/actors' })
  expect(next, `${name}: ${next.text}`).toMatchObject({
    ok: true,
    structured: { title: 'Actors' },
  })
}

function sentOf({ fake, site }: Awaited<ReturnType<typeof openWorld>>): string[] {
  return [
    ...fake.requests.map(({ path, query, body }) => `${path}${JSON.stringify(query)}${body}`),
    // The site gets no credential at all.
    ...site.requests.map(({ path, headers }) => `${path}${JSON.stringify(headers)}`),
  ]
}

function expectRight(
  name: string,
  { matrixTool, fault }: Cell,
  { structured }: Extract<CallResult, { ok: true }>,
  done: number,
): void {
  const isHtml = matrixTool.takesHtml && fault.startsWith('HTML')
  expect(structured, name).toMatchObject(
    isHtml ? { contentType: expect.stringContaining('text/html') } : matrixTool.right,
  )
  if (matrixTool.done) expect(done, `${name}: done`).toBe(1)
}

function expectClearError(
  name: string,
  { matrixTool, fault, how }: Cell,
  text: string,
  done: number,
): void {
  expect(how === 'always' || mayFail(matrixTool, fault), `${name}: ${text}`).toBe(true)
  // The error of a site begins with its host.
  const start = matrixTool.readsDocs ? /^(?:[A-Z]|proxy\d+\.faults\.test)/ : /^[A-Z\d]/
  expect(text, name).toMatch(start)
  expect(text, name).toMatch(/^.{31,}[.!]$/)
  expect(text, name).not.toMatch(/<|undefined|\bat \/|Error:/)
  expect(text, name).not.toMatch(/not stored|safe to push/)
  if (/was not sent/.test(text)) expect(done, name).toBe(0)
}
