import { tools } from '../../tools/index.ts'
import type { Config } from '../config/config.ts'
import { selectTools } from '../mcp/select-tools.ts'
import type { Host } from '../tool-call/call-tool.ts'
import type { Tool } from '../tool-call/tool.ts'
import { createHost, type HostOptions, type OwnedHost } from './backend.ts'

/**
 * What every way of serving begins with: the tools on offer, and the host that their calls run in.
 * @throws UsageError where a tool is named that there is not
 */
export async function prepare(
  config: Config,
  options: HostOptions,
): Promise<{ host: OwnedHost; offered: Tool[] }> {
  const selected = selectTools(tools, config)
  const host = createHost(config, options)
  return { host, offered: [...selected, ...(await actorTools(config, host))] }
}

/** They start runs, so that a server that only reads has none. */
async function actorTools(config: Config, host: Host): Promise<Tool[]> {
  const sync = tools.find(({ name }) => name === 'run_actor_sync')
  if (config.actorTools.length === 0 || config.readOnly || !sync) return []
  const { loadActorTools } = await import('../../tools/runs/actor-as-tool.ts')
  return loadActorTools(config.actorTools, sync, host)
}
