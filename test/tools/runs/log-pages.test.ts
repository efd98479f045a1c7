import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LOREM, pages, SMALL } from '../../support/pages.ts'
import { serve } from '../../support/seeded-server.ts'

const logPage = z.object({
  lines: z.array(z.string()),
  from: z.number().optional(),
  total: z.number(),
  next: z.object({ before: z.number() }).optional(),
})

describe('get_log by `next`', () => {
  const lines = Array.from({ length: 83 }, (_, n) => `${n} ${n % 3 ? LOREM : 'ERROR gone'}`)

  it.each([
    ['pages cut to the budget', { lines: 1000 }],
    ['small pages', { lines: 7 }],
  ])('returns every line once: %s', async (_, args) => {
    const { call, fake } = await serve({ args: SMALL })
    fake.logs.set('run1', lines.join('\n'))
    const all = await pages(call, ['get_log', { runId: 'run1', ...args }], logPage)
    expect(all.toReversed().flatMap((page) => page.lines)).toEqual(lines)
    for (const page of all) expect(page.total).toBe(83)
  })

  it('returns every matching line once, with its number and two lines of context', async () => {
    const { call, fake } = await serve({ args: SMALL })
    const sparse = lines.map((line, i) =>
      i % 9 === 4 ? line.replace(/\D+$/, ' ERROR') : `${i} ok`,
    )
    fake.logs.set('run1', sparse.join('\n'))
    for (const search of ['error', '/ERR[O]R$/', '/ err.r$/i']) {
      const args = { runId: 'run1', search, lines: 6 }
      const all = await pages(call, ['get_log', args], logPage)
      const shown = sparse.flatMap((line, i) => {
        const distance = Math.abs((i % 9) - 4)
        if (distance > 2) return []
        return [`${i + 1}${distance === 0 ? ':' : '-'} ${line}`]
      })
      expect(all.toReversed().flatMap((page) => page.lines)).toEqual(shown)
    }
  })

  it('folds equal neighbouring lines, whatever their time, and pages over them', async () => {
    const { call, fake } = await serve()
    const at = (i: number) => `2026-01-02T10:00:${String(i % 60).padStart(2, '0')}.000Z`
    const log = Array.from(
      { length: 300 },
      (_, i) => `${at(i)} ${i < 100 ? 'waiting' : `page ${i}`}`,
    )
    fake.logs.set('run1', `${log.join('\n')}\n`)
    const args = { runId: 'run1', lines: 150 }
    const all = await pages(call, ['get_log', args], logPage)
    expect(all.map(({ from }) => from)).toEqual([151, 1])
    expect(all[1]?.lines.slice(0, 2)).toEqual([`${at(0)} waiting (x100)`, `${at(100)} page 100`])
    const found = await call('get_log', { runId: 'run1', search: 'waiting' })
    expect(found.structured.lines).toEqual([
      `1: ${at(0)} waiting (x100)`,
      `101- ${at(100)} page 100`,
      `102- ${at(101)} page 101`,
    ])
  })

  it('accepts any pattern without stalling, and says what is wrong with an invalid one', async () => {
    const { call, fake } = await serve()
    fake.logs.set('run1', `${'a'.repeat(50_000)}!\nlast\n`)
    const slow = await call('get_log', { runId: 'run1', search: '/(a+)+(a+)+$/' })
    expect(slow.structured).toMatchObject({ lines: [], total: 2 })
    for (const search of ['/(/', '/(?=x)/', '/x/gx']) {
      const { isError, text } = await call('get_log', { runId: 'run1', search })
      expect({ isError, text }).toMatchObject({
        isError: true,
        text: expect.stringContaining('RE2'),
      })
    }
  })

  it('says that a run is still running, and keeps each page of a log that is mostly one line', async () => {
    const { call, fake } = await serve({ args: SMALL })
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    const log = ['first', 'x'.repeat(6_000_000), ...lines]
    fake.logs.set('run1', log.join('\r\n'))
    const newest = await call('get_log', { runId: 'run1' })
    expect(newest.structured.note).toContain('still RUNNING')
    const all = await pages(call, ['get_log', { runId: 'run1' }], logPage)
    const shown = all.toReversed().flatMap((page) => page.lines)
    expect(shown.length).toBe(log.length)
    expect(shown[0]).toBe('first')
    expect(shown.slice(2)).toEqual(lines)
  })

  it('says when a log is empty or nothing matches', async () => {
    const { call, fake } = await serve()
    fake.logs.set('run1', '')
    expect((await call('get_log', { runId: 'run1' })).structured).toMatchObject({
      lines: [],
      total: 0,
    })
    fake.logs.set('run1', 'one\ntwo\n')
    const { structured } = await call('get_log', { runId: 'run1', search: 'three' })
    expect(structured).toMatchObject({ lines: [], note: expect.stringContaining('No line') })
    expect(structured).not.toHaveProperty('next')
  })
})
