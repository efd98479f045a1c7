import { execFile } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { textWidth } from '../../../scripts/demo/text-width.ts'
import { makeFolder } from '../../support/folder.ts'
import { ROOT } from '../../support/root.ts'

interface Ended {
  code: number | string
  stdout: string
  stderr: string
}

async function runDemo(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const options = {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: await makeFolder('home-'), ...env },
  }
  const command = ['--import', 'tsx', 'scripts/demo.ts', ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}

describe('npm run demo', () => {
  it('shows each call with its cost, in 80 columns and without colors in a pipe', async () => {
    const { code, stdout, stderr } = await runDemo([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(stripVTControlCharacters(stdout))
    for (const line of stdout.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(80)
    const numbers = [...stdout.matchAll(/^ ?(\d+) \w/gm)].map(([, number]) => Number(number))
    expect(numbers.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(stdout.match(/The agent reads/g)).toHaveLength(10)
    expect(stdout).toMatch(/winter-candle:\s+HTTP 404/)
    for (const client of ['claude-code', 'vscode'])
      expect(stdout).toContain(`  node dist/main.js install ${client}\n`)
  })

  it('has colors if they are forced, and fails with one line if a step fails', async () => {
    // Nothing listens on the first port.
    const { code, stdout, stderr } = await runDemo(['http://127.0.0.1:1/'], { FORCE_COLOR: '1' })
    expect(code).toBe(1)
    expect(stdout).not.toBe(stripVTControlCharacters(stdout))
    expect(stripVTControlCharacters(stderr)).toMatch(/^\nThe demo failed\. [^\n]+\n$/)
  })
})
