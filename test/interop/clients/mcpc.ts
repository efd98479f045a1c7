import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFailed } from 'vitest'
import {
  type InteropClient,
  moduleFile,
  OWN_NODE,
  packageName,
  RECORDER,
  type Server,
} from '../client.ts'
import { runCommand } from '../command.ts'
import { toObservedResult, toolResult, tools } from '../results.ts'

const PACKAGE = '@apify/mcpc'
const CLI = moduleFile(`${PACKAGE}/bin/mcpc`)
const SESSION = '@interop'
/**
 * How often a connection is tried: mcpc allows 5 s for the start of its session's process, which a machine
 * that is short of processors and of memory may exceed many times in a row.
 */
const CONNECT_ATTEMPTS = 20

/** A command line client. Its sessions run in a separate process until they are closed. */
const mcpc: InteropClient = {
  name: packageName(PACKAGE),
  protocols: ['2025-11-25'],
  runtime: OWN_NODE,
  async connect(server) {
    const ask = async (...args: string[]): Promise<unknown> => {
      const { code, stdout, stderr } = await run(server, args)
      expect(code, stderr).toBe(0)
      return JSON.parse(stdout)
    }
    onTestFailed(async () => {
      await run(server, ['close', SESSION])
    })
    await openSession(server)
    return {
      listTools: async () => tools.parse(await ask(SESSION, 'tools-list')),
      call: async (name, args) =>
        toObservedResult(
          toolResult.parse(await ask(SESSION, 'tools-call', name, JSON.stringify(args))),
        ),
      async close() {
        await ask('close', SESSION)
        expect(await ask()).toMatchObject({ sessions: [] })
      },
    }
  },
}

/** Opens the session. A busy machine may not start its process in time, so mcpc is asked again. */
async function openSession(server: Server): Promise<void> {
  const args = ['connect', await target(server), SESSION]
  for (let attempt = 1; ; attempt++) {
    const { code, stderr } = await run(server, args)
    if (code === 0) return
    const startedTooLate = stderr.includes('socket file not created within timeout')
    expect(startedTooLate && attempt < CONNECT_ATTEMPTS, stderr).toBe(true)
  }
}

function run({ env, home }: Server, args: string[]) {
  return runCommand([process.execPath, CLI, '--json', ...args], { env, cwd: home })
}

/** Returns the URL of the server, or the name of an entry in a configuration file. */
async function target({ url, home }: Server): Promise<string> {
  if (url !== undefined) return url
  const file = join(home, 'servers.json')
  const servers = { apify: { command: 'node', args: [RECORDER] } }
  await writeFile(file, JSON.stringify({ mcpServers: servers }))
  return `${file}:apify`
}

export default mcpc
