import { describe, expect, it } from 'vitest'
import {
  canBeAborted,
  hasEnded,
  isRunResult,
  laterRun,
  readAt,
  readRun,
  toneOf,
} from '../../../src/views/run/run-state.ts'

const run = (status: string, more: object = {}) => readRun({ runId: 'r1', status, ...more })

describe('a run', () => {
  it('is read without members of another form', () => {
    const read = run('FAILED', {
      usageUsd: '1',
      itemCount: Number.NaN,
      statusMessage: { a: 1 },
      exitCode: 1,
      log: ['one', 2],
    })
    expect(read).toMatchObject({ exitCode: 1, failureLines: ['one', '2'] })
    expect(read.usageUsd).toBeUndefined()
    expect(read.itemCount).toBeUndefined()
    expect(read.statusMessage).toBeUndefined()
  })

  it.each([
    [{ runId: 'r1', status: 'READY' }, true],
    [{ runId: 'r1' }, false],
    [{ runId: 1, status: 'READY' }, false],
    [null, false],
    [[], false],
  ])('is told from other values: %j', (value, expected) => {
    expect(isRunResult(value)).toBe(expected)
  })

  it.each([
    ['READY', false, true, 'info'],
    ['RUNNING', false, true, 'info'],
    ['UNKNOWN', false, true, 'info'],
    ['TIMING-OUT', false, false, 'warning'],
    ['ABORTING', false, false, 'warning'],
    ['SUCCEEDED', true, false, 'success'],
    ['FAILED', true, false, 'danger'],
    ['TIMED-OUT', true, false, 'danger'],
    ['ABORTED', true, false, 'warning'],
  ])('%s: ended %s, can be aborted %s, looks like %s', (status, ended, abortable, tone) => {
    expect([hasEnded({ status }), canBeAborted({ status }), toneOf(status)]).toEqual([
      ended,
      abortable,
      tone,
    ])
  })
})

describe('a run that is read again', () => {
  it('keeps what the later result does not say', () => {
    const before = run('RUNNING', { itemCount: 5, maxTotalChargeUsd: 2, actorName: 'a/b' })
    expect(laterRun(before, run('ABORTING', { usageUsd: 1 }))).toMatchObject({
      status: 'ABORTING',
      itemCount: 5,
      maxTotalChargeUsd: 2,
      actorName: 'a/b',
      usageUsd: 1,
    })
  })

  it('does not come to life again', () => {
    const ended = run('ABORTED')
    expect(laterRun(ended, run('RUNNING'))).toBe(ended)
    expect(laterRun(ended, run('SUCCEEDED')).status).toBe('SUCCEEDED')
  })
})

describe('the time of a result', () => {
  it('is the start and the age of a run that goes on', () => {
    const startedAt = '2026-03-01T10:00:00.000Z'
    expect(readAt(run('RUNNING', { startedAt, durationSecs: 90 }))).toBe(
      Date.parse('2026-03-01T10:01:30.000Z'),
    )
  })

  it.each([{}, { startedAt: 'soon', durationSecs: 1 }, { startedAt: '2026-03-01T10:00:00.000Z' }])(
    'is unknown without them: %j',
    (more) => {
      expect(readAt(run('RUNNING', more))).toBeUndefined()
    },
  )
})
