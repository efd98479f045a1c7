import { expect } from 'vitest'
import { z } from 'zod'
import {
  type InteropClient,
  moduleFile,
  NEW_NODE,
  packageName,
  type Server,
  TAP,
} from '../client.ts'
import { runCommand } from '../command.ts'
import { outcome, seen, tools } from '../results.ts'

const PACKAGE = '@modelcontextprotocol/inspector'
const CLI = moduleFile(`${PACKAGE}/clients/launcher/build/index.js`)
/** Exit code for a result that is an error. */
const TOOL_ERROR = 5

function inspector(era: 'legacy' | 'modern', protocol: string): InteropClient {
  return {
    name: `${packageName(PACKAGE)} --cli --protocol-era ${era}`,
    protocols: [protocol],
    runtime: NEW_NODE.name,
    missing: NEW_NODE.missing,
    async connect(server) {
      const ask = (...args: string[]) => inspect(server, ['--protocol-era', era, ...args])
      return {
        async listTools() {
          // Exit code 6 where a schema is one that clients choke on.
          const { code, stdout, stderr } = await ask('--method', 'tools/list', '--strict')
          expect({ code, stderr }).toMatchObject({
            code: 0,
            stderr: expect.stringContaining('0 errors'),
          })
          return z.object({ result: z.object({ tools }) }).parse(JSON.parse(stdout)).result.tools
        },
        async call(name, args) {
          const json = ['--tool-args-json', JSON.stringify(args)]
          const answer = await ask('--method', 'tools/call', '--tool-name', name, ...json)
          const result = z.object({ result: outcome }).parse(JSON.parse(answer.stdout)).result
          expect(answer.code).toBe(result.isError ? TOOL_ERROR : 0)
          return seen(result)
        },
        async close() {},
      }
    },
  }
}

/** Each command is a client of its own, which starts the server where it speaks over stdio. */
function inspect({ url, env, home }: Server, args: string[]) {
  const target = url ? ['--transport', 'http', '--server-url', url] : ['node', TAP]
  const command = [NEW_NODE.path, CLI, '--cli', ...target, ...args, '--format', 'json']
  return runCommand(command, { env, cwd: home })
}

export default [inspector('legacy', '2025-11-25'), inspector('modern', '2026-07-28')]
