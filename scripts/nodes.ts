import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { NODE_TESTS } from './node-tests.ts'
import { installNodes, nodeMajors, nodePath } from './node-versions.ts'

/**
 * The tests that depend on Node, on every version that is supported beside the oldest:
 * `npm run test:nodes`. `-- 24 test/exit/redact.test.ts` runs one file on one of them, `-- --all`
 * runs all tests. Flags after a second `--` go to Vitest.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))

/**
 * Runs tests with a version of Node, which comes first in the path for whatever they start.
 * @param args of Vitest: paths and flags
 * @returns whether all passed
 */
async function runTests(node: string, args: readonly string[]): Promise<boolean> {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
  // A test that fails twice depends on this Node. One that fails once is printed as flaky.
  const flags = ['run', '--silent=passed-only', '--retry=1']
  const child = spawn(node, [VITEST, ...flags, ...args], {
    cwd: ROOT,
    env: { ...process.env, PATH: path },
    stdio: 'inherit',
  })
  const [code] = await once(child, 'close')
  return code === 0
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
  },
})
installNodes()
const known = nodeMajors()
const chosen = positionals.filter((each) => known.includes(each))
const rest = positionals.filter((each) => !known.includes(each))
const flags = rest.filter((each) => each.startsWith('-'))
const named = rest.filter((each) => !each.startsWith('-'))
const listed = values.all ? [] : NODE_TESTS.flatMap(({ paths }) => paths)
for (const major of values.install ? [] : chosen.length > 0 ? chosen : known) {
  const node = nodePath(major)
  process.stdout.write(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}\n`)
  const files = named.length > 0 ? named : listed
  if (!(await runTests(node, [...flags, ...files]))) process.exitCode = 1
}
