import { expect, test } from 'vitest'
import { parseStatuses } from '../../../src/local/runs/run.ts'

test('statuses are parsed, and unknown ones are refused with the known ones', () => {
  expect(parseStatuses(['RUNNING', 'TIMED-OUT'])).toEqual(['RUNNING', 'TIMED-OUT'])
  expect(() => parseStatuses(['running'])).toThrow(/"running" is not a status .* READY, RUNNING/)
})
