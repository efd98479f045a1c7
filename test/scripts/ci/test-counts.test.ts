import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { countTests } from '../../../scripts/ci/test-counts.ts'
import { makeFolder } from '../../support/folder.ts'

/** Writes reports into a new folder and returns its path. */
async function reports(...texts: string[]): Promise<string> {
  const folder = await makeFolder('reports-')
  for (const [index, text] of texts.entries()) await writeFile(join(folder, `${index}.json`), text)
  return folder
}

const report = (numPassedTests: number, numFailedTests: number, ...testResults: object[]) =>
  JSON.stringify({ numPassedTests, numFailedTests, numPendingTests: 1, testResults })

it('adds up all reports', async () => {
  const folder = await reports(report(3, 1), report(4, 0))
  expect(countTests(folder)).toEqual({ passed: 7, failed: 1, skipped: 2, broken: [] })
})

it('counts a file that cannot be loaded as one failure and says why', async () => {
  const broken = { name: 'a.test.ts', status: 'failed', message: 'no such import' }
  const failed = { name: 'b.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] }
  const folder = await reports(report(2, 1, { ...broken, assertionResults: [] }, failed))
  expect(countTests(folder)).toMatchObject({ failed: 2, broken: ['a.test.ts: no such import'] })
})

it.each(['', '{"numPassedTests": 3', '{}'])('rejects a damaged report: %j', async (text) => {
  const folder = await reports(text)
  expect(() => countTests(folder)).toThrow()
})
