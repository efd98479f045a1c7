import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runAlone, runProgram } from '../../support/built-program.ts'
import { makeFolder } from '../../support/folder.ts'
import { startHttp } from '../../support/http.ts'
import { ROOT } from '../../support/root.ts'
import { attach, CLONE, stdio, TOKEN } from './attach.ts'
import { BLOCKS, blocksFor } from './blocks.ts'
import { withFile } from './recipes.ts'

/** Runs a command as far as it can be here; what it starts ends with the test. */
async function runCommand(command: string): Promise<void> {
  const words = await Promise.all(command.split(/\s+/).map(withFile))
  const [program, ...rest] = words
  if (program === 'npm') return expectScript(rest)
  if (program === 'npx') return expectTests(rest)
  if (program === 'node') return runNode(words)
  if (program === 'claude' && rest.includes('stdio')) {
    const env = words[words.indexOf('--env') + 1]?.split('=') ?? []
    return void (await attachBy(words.slice(words.indexOf('--') + 1), { [env[0] ?? '']: TOKEN }))
  }
  // test/interop runs these with Claude Code.
  if (program === 'claude' && rest[0] === 'plugin') return
  if (program === 'claude') {
    expect(command).toMatch(/^claude mcp add --transport http apify https:\S+\/mcp --header "Auth/)
    return
  }
  throw new Error(`No test runs: ${command}`)
}

/** Runs the program of this package. */
async function runNode(words: string[]): Promise<void> {
  const rest = words.slice(1)
  if (rest[1] === 'init') {
    const folder = join(await makeFolder(), rest[2] ?? '')
    const { code } = await runProgram(['init', folder, ...rest.slice(3)])
    return expect(code).toBe(0)
  }
  if (/install$/.test(rest[1] ?? '')) {
    const { code } = await runAlone(rest.slice(1))
    return expect(code).toBe(0)
  }
  if (rest.includes('--print-config')) {
    const { code, stdout } = await runProgram(rest.slice(1))
    expect({ code, printed: JSON.parse(stdout) }).toMatchObject({ code: 0, printed: {} })
    return
  }
  if (!rest.includes('--http')) return void (await attachBy(words))
  // The proxy keeps servers that are named there out of reach.
  const env = { APIFY_TOKEN: 'a-token', HTTPS_PROXY: 'http://127.0.0.1:9' }
  const args = rest.slice(1).filter((flag) => flag !== '--http')
  const { base } = await startHttp({ args, env })
  const host = rest[rest.indexOf('--allowed-hosts') + 1] ?? ''
  expect(await statusAt(`${base}/healthz`, host)).toBe(200)
  return
}

/** The status of a request to one of the names that the server may have. */
async function statusAt(url: string, host: string): Promise<number | undefined> {
  const [response] = await once(get(url, { headers: { host } }), 'response')
  response.resume()
  return response.statusCode
}

function expectScript([verb, name = '']: string[]): void {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')))
  if (verb === 'run') expect(Object.keys(scripts)).toContain(name)
  else expect(verb).toMatch(/^(?:ci|test)$/)
}

/** The test files that Vitest is given exist, or a page shows them. */
function expectTests([runner, verb, ...args]: string[]): void {
  expect([runner, verb]).toEqual(['vitest', 'run'])
  const shown = BLOCKS.map(({ file }) => file)
  const files = args.filter((arg) => !arg.startsWith('-'))
  expect(files.filter((file) => !shown.includes(file) && !existsSync(join(ROOT, file)))).toEqual([])
}

async function attachBy([command, script = '', ...args]: string[], env = {}): Promise<void> {
  const full = script.startsWith('/') ? script : `${CLONE}/${script}`
  const client = await attach(stdio.parse({ command, args: [full, ...args], env }))
  expect((await client.listTools()).tools.length).toBeGreaterThan(0)
}

describe('commands', () => {
  const commands = blocksFor('repository/docs/setup.test.ts').flatMap(({ path, code }) =>
    code
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => line.replace(/\s+#.*/, '').split(' && '))
      .map((command) => [path, command] as const),
  )
  it.each(commands)('of %s: %s', (_, command) => runCommand(command))
})
