import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { installOnce } from './install-once.ts'

/**
 * All tests on every version of Node that is served beside the oldest: `npm run test:nodes`.
 * `-- 24 test/budget/estimate/estimate-tokens.test.ts` runs one file on one of them.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODES = join(ROOT, 'test/nodes')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

/** What of the JSON report of vitest is looked at. */
const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
})

/** Names of the packages that hold a Node each, by major version. */
function installedNodes(): Map<string, string> {
  const file = JSON.parse(readFileSync(join(NODES, 'package.json'), 'utf8'))
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(file)
  return new Map(Object.keys(dependencies).map((name) => [name.replace(/^node-/, ''), name]))
}

/**
 * Runs the tests with a Node, which stands first in the path for whatever they start.
 * @returns whether all passed, and there was no error outside of them
 */
async function runTests(node: string, title: string, args: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'nodes-'))
  const out = join(folder, 'report.json')
  try {
    const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${out}`]
    const child = spawn(node, [VITEST, 'run', '--silent=passed-only', ...reporters, ...args], {
      cwd: ROOT,
      env: { ...process.env, PATH: path },
      // What fails is printed on stderr.
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [code] = await once(child, 'close')
    const count = report.parse(JSON.parse(readFileSync(out, 'utf8')))
    console.log(`${title}: ${count.numPassedTests} passed, ${count.numFailedTests} failed`)
    return code === 0 && count.numPassedTests > 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs the tests on a Node, and where something fails once more: what fails twice is a matter of
 * this Node; what fails once is a race, which is printed and does not stop a change.
 * @returns whether all passed in the end
 */
async function passesOn(node: string, args: string[]): Promise<boolean> {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  if (await runTests(node, `Node ${version}`, args)) return true
  return runTests(node, `Node ${version}, once more`, args)
}

const args = process.argv.slice(2)
installOnce(NODES)
const nodes = installedNodes()
const chosen = args.filter((arg) => nodes.has(arg))
const rest = args.filter((arg) => !nodes.has(arg))
for (const [major, name] of nodes) {
  if (chosen.length > 0 && !chosen.includes(major)) continue
  const node = join(NODES, 'node_modules', name, 'bin/node')
  const passes = await passesOn(node, rest).catch((error) => {
    console.log(`The tests did not run: ${error}`)
    return false
  })
  if (!passes) process.exitCode = 1
}
