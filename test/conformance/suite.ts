import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { installOnce } from '../../scripts/install-once.ts'

const HOME = fileURLToPath(new URL('./suite/', import.meta.url))
/** The suite needs a newer Node than the server does. */
const NODE = join(HOME, 'node_modules/node/bin/node')
/** Time for all scenarios of one run, in milliseconds. The suite gives each scenario 30 s. */
const TIMEOUT_MS = 300_000

const PACKAGES = { stable: 'conformance-stable', next: '@modelcontextprotocol/conformance' }

/** One revision of the protocol, tested by one release of the suite. */
export interface Round {
  release: keyof typeof PACKAGES
  /** The revision that the suite uses. */
  revision: '2025-11-25' | '2026-07-28'
  /** Arguments of the suite's command that choose the scenarios. */
  which: string[]
}

const check = z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() })
type Check = z.output<typeof check>

export interface Scenario {
  name: string
  checks: Check[]
  /** Why the suite does not count the scenario. Undefined if it does. */
  unscored: string | undefined
}

/** Installs the suite and the Node that runs it. */
export function installSuite(): void {
  installOnce(HOME)
}

/** Returns the installed version of a release of the suite. */
export function versionOf(release: Round['release']): string {
  const file = join(HOME, 'node_modules', PACKAGES[release], 'package.json')
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version
}

/**
 * Runs the scenarios of a round against a server.
 * @returns the scenarios in the order in which they ran
 */
export async function runRound({ release, which }: Round, url: string): Promise<Scenario[]> {
  const out = await mkdtemp(join(tmpdir(), 'conformance-out-'))
  const suite = join(HOME, 'node_modules', PACKAGES[release], 'dist/index.js')
  const args = [suite, 'server', '--url', url, '--output-dir', out, ...which]
  try {
    const printed = await runSuite(args)
    const scenarios = await readResults(out, printed)
    if (scenarios.length === 0) throw new Error(`The suite ran no scenarios: ${printed}`)
    return scenarios
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** Runs the suite and returns its output. It exits with 1 if a check fails, which is no error here. */
async function runSuite(args: string[]): Promise<string> {
  const options = { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 }
  const failed = z.object({ code: z.literal(1), stdout: z.string() })
  try {
    return (await promisify(execFile)(NODE, args, options)).stdout
  } catch (error) {
    const { data } = failed.safeParse(error)
    if (data) return data.stdout
    throw error
  }
}

async function readResults(folder: string, printed: string): Promise<Scenario[]> {
  const notes = [...printed.matchAll(/^ {2}[✓✗] (\S+) \((.*)\)$/gm)]
  const unscored = new Map(notes.map(([, name = '', why = '']) => [name, why]))
  const named = /^server-(.+)-(\d{4}-\d\d-\d\dT[\d-]+Z)$/
  const found = (await readdir(folder))
    .map((entry) => named.exec(entry))
    .filter((one) => one !== null)
  found.sort(([, , a = ''], [, , b = '']) => (a < b ? -1 : 1))
  return Promise.all(
    found.map(async ([entry, name = '']) => {
      const text = await readFile(join(folder, entry, 'checks.json'), 'utf8')
      return { name, checks: z.array(check).parse(JSON.parse(text)), unscored: unscored.get(name) }
    }),
  )
}
