import type { Timeouts } from '../../../src/apify/transport/timeouts.ts'
import { createBackend } from '../../../src/app/backend.ts'
import { readConfig } from '../../../src/config/config.ts'
import { type CallResult, callTool } from '../../../src/tool-call/call-tool.ts'
import { tools } from '../../../tools/index.ts'

/** The client's times, so short that what takes a minute on a bad day takes seconds here. */
const HURRIED: Timeouts = {
  firstRetryMs: 20,
  responseTimeoutMs: 1000,
  totalTimeoutMs: 4000,
  writeTimeoutMs: 2000,
  lookupTimeoutMs: 1000,
  lookupPausesMs: [10, 20, 40, 80],
  reserveMs: 200,
}
const DEADLINE_SECS = 8

/** A server in this process, that all but its transport belongs to. */
export function openServer(baseUrl: string, token: string) {
  const config = readConfig([], { APIFY_TOKEN: token, APIFY_API_BASE_URL: baseUrl })
  const outputs: string[] = []
  const log = (line: string) => outputs.push(line)
  const backend = createBackend(config, { log, timeouts: HURRIED, deadlineSecs: DEADLINE_SECS })
  return {
    /** Everything that left it but by the network: results, progress and log lines. */
    outputs,
    async call(name: string, args: Record<string, unknown>): Promise<CallResult> {
      const tool = tools.find((tool) => tool.name === name)
      if (!tool) throw new Error(`No tool ${name}`)
      const { signal } = new AbortController()
      const progress = (message: string) => outputs.push(message)
      const result = await callTool(tool, args, backend, { signal, progress })
      outputs.push(JSON.stringify(result))
      return result
    },
    close: () => backend.close(),
  }
}
