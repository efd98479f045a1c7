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
 * `-- 24 test/tokens.test.ts` runs one file on one of them.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODES = join(ROOT, 'test/nodes')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

/** Names of the packages that hold a Node each, by major version. */
function installedNodes(): Map<string, string> {
  const file = JSON.parse(readFileSync(join(NODES, 'package.json'), 'utf8'))
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(file)
  return new Map(Object.keys(dependencies).map((name) => [name.replace(/^node-/, ''), name]))
}

/** Runs the tests with a Node, which stands first in the path for whatever they start. */
async function runTests(
  node: string,
  args: string[],
): Promise<z.output<typeof report> | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'nodes-'))
  const out = join(folder, 'report.json')
  try {
    const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
    const options = ['run', '--reporter=json', `--outputFile.json=${out}`, ...args]
    const child = spawn(node, [VITEST, ...options], {
      cwd: ROOT,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await once(child, 'close')
    return report.parse(JSON.parse(readFileSync(out, 'utf8')))
  } catch (error) {
    console.log(`The tests did not run: ${error}`)
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints what failed. @returns how much did; a file that cannot be loaded counts as one */
function showFailures({ testResults }: z.output<typeof report>): number {
  let failures = 0
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    for (const { fullName, failureMessages } of failed)
      console.log(`${name}: ${fullName}\n${failureMessages?.join('\n')}`)
    const isBroken = status === 'failed' && failed.length === 0
    if (isBroken) console.log(`Could not run ${name}: ${message}`)
    failures += failed.length + Number(isBroken)
  }
  return failures
}

const args = process.argv.slice(2)
installOnce(NODES)
const nodes = installedNodes()
const chosen = args.filter((arg) => nodes.has(arg))
for (const [major, name] of nodes) {
  if (chosen.length > 0 && !chosen.includes(major)) continue
  const node = join(NODES, 'node_modules', name, 'bin/node')
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const result = await runTests(
    node,
    args.filter((arg) => !nodes.has(arg)),
  )
  const failed = result ? showFailures(result) : 1
  const passed = result?.numPassedTests ?? 0
  console.log(`Node ${version}: ${passed} passed, ${failed} failed`)
  if (failed > 0 || passed === 0) process.exitCode = 1
}
