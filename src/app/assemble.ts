import { tools } from '../../tools/index.ts'
import type { Config } from '../config/config.ts'
import { selectTools } from '../mcp/select-tools.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import type { Tool } from '../tool-call/tool.ts'
import { type Backend, type BackendOptions, createBackend } from './backend.ts'

/**
 * What every way of serving begins with: the tools on offer, and the backend that their calls run in.
 * @throws UsageError where a tool is named that there is not
 */
export async function assemble(
  config: Config,
  options: BackendOptions,
): Promise<{ backend: Backend; offered: Tool[] }> {
  const selected = selectTools(tools, config)
  const backend = createBackend(config, options)
  return { backend, offered: [...selected, ...(await actorTools(config, backend))] }
}

/** They start runs, so that a server that only reads has none. */
async function actorTools(config: Config, backend: CallEnvironment): Promise<Tool[]> {
  const sync = tools.find(({ name }) => name === 'run_actor_sync')
  if (config.actorTools.length === 0 || config.readOnly || !sync) return []
  const { loadActorTools } = await import('../../tools/runs/actor-as-tool.ts')
  return loadActorTools(config.actorTools, sync, backend)
}
