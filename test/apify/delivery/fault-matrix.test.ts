import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tools } from '../../../tools/index.ts'
import { FAULTS } from '../../support/fake-apify/faults.ts'
import { overrideTestNames } from '../../support/fake-apify/names.ts'
import { type Cell, QUICK_CELLS, SLOW_CELLS } from './fault-matrix/cells.ts'
import { MATRIX_TOOLS } from './fault-matrix/rows/index.ts'
import { RepeatedWork, runCell } from './fault-matrix/run-cell.ts'
import { PLANTED, TOKEN } from './fault-matrix/world.ts'

/** Cells that run at the same time: the slow ones mostly wait. */
const SLOW_AT_ONCE = 72
const QUICK_AT_ONCE = 16
/** Those that failed run again: timeouts of some seconds are short on a machine that does much else. */
const AGAIN_AT_ONCE = 3
/** A guard against hangs: they take half a minute on a machine that does nothing else. */
const MOST_MS = 400_000

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

const names = overrideTestNames()
let timersBefore = 0
const tally = { cells: 0, right: 0, errors: 0, duplicates: 0 }
const again: Cell[] = []
const leaks: string[] = []
/** Failed cells by tool. */
const failed = new Map<string, string[]>()
let shown = 0
let sent = 0

beforeAll(async () => {
  timersBefore = timers()
  const tryOnce = (cell: Cell) => tallyCell(cell, () => again.push(cell))
  await Promise.all([
    runCells(SLOW_CELLS, SLOW_AT_ONCE, tryOnce),
    runCells(QUICK_CELLS, QUICK_AT_ONCE, tryOnce),
  ])
  await runCells(again, AGAIN_AT_ONCE, (cell) => tallyCell(cell))
}, MOST_MS)

afterAll(() => {
  names.restore()
  process.stdout.write(
    `fault matrix: ${tally.cells} cells, ${tally.right} right answers, ${tally.errors} clear errors, ${tally.duplicates} duplicates, ${again.length} tried again\n`,
  )
})

async function runCells(
  all: readonly Cell[],
  atOnce: number,
  run: (cell: Cell) => Promise<void>,
): Promise<void> {
  const cells = all.values()
  const walk = async () => {
    for (const cell of cells) await run(cell)
  }
  await Promise.all(Array.from({ length: atOnce }, walk))
}

/** @param retry called in place of noting a failure. Work that was done twice is always noted. */
/** It changes a list in the memory of the server. */
const ASKING_NOBODY = ['remove_actor_tool']

async function tallyCell(cell: Cell, retry?: () => void): Promise<void> {
  const { tool } = cell.matrixTool
  try {
    const { ok, outputs, sent: received } = await runCell(cell, names)
    tally.cells++
    tally[ok ? 'right' : 'errors']++
    shown += outputs.filter((text) => text.includes('apify_api_[redacted]')).length
    leaks.push(...outputs.filter((text) => text.includes(TOKEN) || text.includes(PLANTED)))
    sent += received.length
    leaks.push(...received.filter((text) => text.includes(TOKEN)))
  } catch (error) {
    const isRepeated = error instanceof RepeatedWork
    if (isRepeated) tally.duplicates++
    if (retry && !isRepeated) return retry()
    failed.set(tool, [...(failed.get(tool) ?? []), String(error)])
  }
}

describe('every tool with every fault, once and always', () => {
  it('has each tool of the registry once', () => {
    const rows = MATRIX_TOOLS.map(({ tool }) => tool)
    const asking = tools.map(({ name }) => name).filter((name) => !ASKING_NOBODY.includes(name))
    expect(rows.toSorted()).toEqual(asking.toSorted())
  })

  it.each(MATRIX_TOOLS)('$tool', ({ tool }) => {
    expect(failed.get(tool) ?? []).toEqual([])
  })
})

describe('after the matrix', () => {
  it('every cell has run, and no work was done twice', () => {
    expect(tally).toMatchObject({ cells: MATRIX_TOOLS.length * FAULTS.length * 2, duplicates: 0 })
  })

  it("no timer is left except this test's own", async () => {
    await expect.poll(timers, { timeout: 10_000 }).toBeLessThanOrEqual(timersBefore)
  })

  it('the token was sent only as authorization, and tokens in results are redacted', () => {
    expect(leaks).toEqual([])
    expect(shown).toBeGreaterThan(50)
    expect(sent).toBeGreaterThan(500)
  })
})
