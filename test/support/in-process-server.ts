import type { Timeouts } from '../../src/apify/transport/timeouts.ts'
import { AddedTools } from '../../src/app/added-tools.ts'
import { createBackend } from '../../src/app/backend.ts'
import { readConfig } from '../../src/config/config.ts'
import { callTool } from '../../src/tool-call/call-tool.ts'
import type { CallResult } from '../../src/tool-call/caller.ts'
import { tools } from '../../tools/index.ts'
import { loadActorTool } from '../../tools/runs/actor-as-tool.ts'
import runActorSync from '../../tools/runs/run_actor_sync.ts'

/** The client's timeouts: short, but long enough to hold on a busy machine. */
const HURRIED: Timeouts = {
  firstRetryMs: 20,
  responseTimeoutMs: 3000,
  totalTimeoutMs: 12_000,
  writeTimeoutMs: 6000,
  lookupTimeoutMs: 3000,
  lookupPausesMs: [10, 20, 40, 80],
  reserveMs: 600,
}
const DEADLINE_SECS = 24

/** Opens a server in this process, without an MCP transport. */
export function openServer(baseUrl: string, token: string, args: string[] = []) {
  const config = readConfig(args, { APIFY_TOKEN: token, APIFY_API_BASE_URL: baseUrl })
  const outputs: string[] = []
  const log = (line: string) => outputs.push(line)
  const backend = createBackend(config, { log, timeouts: HURRIED, deadlineSecs: DEADLINE_SECS })
  const actorTools = new AddedTools({
    named: undefined,
    takenNames: new Set(tools.map(({ name }) => name)),
    load: (actorId, apify) => loadActorTool(actorId, runActorSync, apify),
  })
  return {
    /** Everything it returned or logged: results, progress and log lines. */
    outputs,
    async call(name: string, args: Record<string, unknown>): Promise<CallResult> {
      const tool = tools.find((tool) => tool.name === name)
      if (!tool) throw new Error(`No tool ${name}`)
      const { signal } = new AbortController()
      const progress = (message: string) => outputs.push(message)
      const caller = { signal, progress, offers: () => true, actorTools }
      const result = await callTool(tool, args, backend, caller)
      outputs.push(JSON.stringify(result))
      return result
    },
    close: () => backend.close(),
  }
}
