import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFailed } from 'vitest'
import {
  type InteropClient,
  moduleFile,
  OWN_NODE,
  packageName,
  type Server,
  TAP,
} from '../client.ts'
import { runCommand } from '../command.ts'
import { outcome, seen, tools } from '../results.ts'

const PACKAGE = '@apify/mcpc'
const CLI = moduleFile(`${PACKAGE}/bin/mcpc`)
const SESSION = '@interop'

/** A command line client whose sessions live on in a process of their own until they are closed. */
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
    await ask('connect', await target(server), SESSION)
    onTestFailed(async () => {
      await run(server, ['close', SESSION])
    })
    return {
      listTools: async () => tools.parse(await ask(SESSION, 'tools-list')),
      call: async (name, args) =>
        seen(outcome.parse(await ask(SESSION, 'tools-call', name, JSON.stringify(args)))),
      async close() {
        await ask('close', SESSION)
        expect(await ask()).toMatchObject({ sessions: [] })
      },
    }
  },
}

function run({ env, home }: Server, args: string[]) {
  return runCommand([process.execPath, CLI, '--json', ...args], { env, cwd: home })
}

/** An address, or an entry of a file of servers. */
async function target({ url, home }: Server): Promise<string> {
  if (url !== undefined) return url
  const file = join(home, 'servers.json')
  const servers = { apify: { command: 'node', args: [TAP] } }
  await writeFile(file, JSON.stringify({ mcpServers: servers }))
  return `${file}:apify`
}

export default mcpc
