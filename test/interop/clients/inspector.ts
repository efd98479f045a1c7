import { expect } from 'vitest'
import { z } from 'zod'
import {
  type InteropClient,
  moduleFile,
  NEW_NODE,
  packageName,
  RECORDER,
  type Server,
} from '../client.ts'
import { runCommand } from '../command.ts'
import { toObservedResult, toolResult, tools } from '../results.ts'

const PACKAGE = '@modelcontextprotocol/inspector'
const CLI = moduleFile(`${PACKAGE}/clients/launcher/build/index.js`)
/** The exit code for a result with `isError`. */
const TOOL_ERROR = 5

function inspector(era: 'legacy' | 'modern', protocol: string): InteropClient {
  return {
    name: `${packageName(PACKAGE)} --cli --protocol-era ${era}`,
    protocols: [protocol],
    runtime: NEW_NODE.name,
    skipReason: NEW_NODE.skipReason,
    async connect(server) {
      const ask = (...args: string[]) => inspect(server, ['--protocol-era', era, ...args])
      return {
        async listTools() {
          // Exits with 6 if clients cannot handle a schema.
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
          const result = z.object({ result: toolResult }).parse(JSON.parse(answer.stdout)).result
          expect(answer.code).toBe(result.isError ? TOOL_ERROR : 0)
          return toObservedResult(result)
        },
        async close() {},
      }
    },
  }
}

/** Runs a command. Each one is a new client, which over stdio starts the server. */
function inspect({ url, env, home }: Server, args: string[]) {
  const target = url ? ['--transport', 'http', '--server-url', url] : ['node', RECORDER]
  const command = [NEW_NODE.path, CLI, '--cli', ...target, ...args, '--format', 'json']
  return runCommand(command, { env, cwd: home })
}

export default [inspector('legacy', '2025-11-25'), inspector('modern', '2026-07-28')]
