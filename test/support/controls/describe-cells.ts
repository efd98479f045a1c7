import { describe, expect, it } from 'vitest'
import { type Cell, cellsOf } from './cells.ts'
import { connectTo } from './connect.ts'
import type { Control } from './control.ts'
import { CONTROLS, EVERYTHING } from './controls.ts'
import { type Opened, openCell } from './open-cell.ts'
import type { Transport } from './ways.ts'

type Server = Awaited<ReturnType<typeof openCell>>

/** Describes what is listed and callable with each control, set in each way that there is over a transport. */
export function describeCells(transport: Transport): void {
  describe(`over ${transport.kind} in ${transport.version}`, () => {
    const cells = cellsOf(transport).filter(({ reason }) => reason === undefined)
    const rows = cells.map((cell) => [cell.control.name, cell.way, cell] as const)
    it.each(rows)('%s, set by %s, holds', (_name, _way, cell) => expectControl(cell))

    it('without a control, all of it is listed and callable', async () => {
      const [control] = CONTROLS
      if (control) await expectNothing({ control, way: 'none', transport })
    })
  })
}

/** A list may come before an Actor is read, on a busy machine. */
async function expectListed({ names }: Server, wanted: readonly string[]) {
  await expect.poll(names, { timeout: 20_000, interval: 50 }).toEqual([...wanted].sort())
}

async function expectControl({ control, way, transport }: Cell) {
  const { lists = () => true, passes = [], refuses = [], changes = [] } = control
  const server = await openCell({ control, way, transport })
  await expectListed(server, EVERYTHING.filter(lists))
  for (const call of passes) {
    const { isRefused, text } = await server.call(call)
    expect({ call, isRefused, text }).toEqual({ call, isRefused: false, text })
  }
  const before = server.changes()
  for (const { says, ...call } of refuses) {
    const { isRefused, text } = await server.call(call)
    expect({ call, isRefused, text }).toEqual({
      call,
      isRefused: true,
      text: expect.stringMatching(says),
    })
  }
  // A payment is demanded by Apify, which the start has reached.
  if (!control.isPaid) expect(server.changes()).toEqual(before)
  for (const { has, ...call } of changes) {
    const outcome = await server.call(call)
    expect({ call, outcome, isChanged: !outcome.isRefused && has(outcome) }).toMatchObject({
      isChanged: true,
    })
  }
  if (control.name === 'oauth-issuer') await expectForeignTokenRefused(server, transport)
}

async function expectForeignTokenRefused({ address, fake }: Server, transport: Transport) {
  if (!('url' in address)) throw new Error('Access tokens come over HTTP')
  const headers = { authorization: `Bearer ${fake.token}` }
  await expect(connectTo({ ...address, headers }, transport)).rejects.toThrow()
}

/** Expects that what each control refuses or changes is neither without it, so that the rows above can fail. */
async function expectNothing(cell: Opened) {
  const server = await openCell(cell)
  await expectListed(server, EVERYTHING)
  const ofControls = (read: (control: Control) => readonly object[] | undefined) =>
    CONTROLS.flatMap((control) => read(control) ?? [])
  expect(ofControls(({ passes }) => passes).length).toBeGreaterThan(CONTROLS.length)
  for (const { says: _, ...call } of CONTROLS.flatMap(({ refuses = [] }) => refuses)) {
    const { isRefused, text } = await server.call(call)
    expect({ call, isRefused, text }).toEqual({ call, isRefused: false, text })
  }
  for (const { has, ...call } of CONTROLS.flatMap(({ changes = [] }) => changes)) {
    const outcome = await server.call(call)
    expect({ call, isRefused: outcome.isRefused, isChanged: has(outcome) }).toEqual({
      call,
      isRefused: false,
      isChanged: false,
    })
  }
}
