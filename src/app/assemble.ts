import { tools } from '../../tools/index.ts'
import type { Config } from '../config/config.ts'
import { selectTools } from '../mcp/select-tools.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import type { Tool } from '../tool-call/tool.ts'
import { type Backend, type BackendOptions, createBackend } from './backend.ts'

/**
 * Returns what every transport begins with: the offered tools, and the backend of their calls.
 * @throws {UsageError} if a named tool does not exist
 */
export async function assemble(
  config: Config,
  options: BackendOptions,
): Promise<{ backend: Backend; offered: Tool[] }> {
  const selected = selectTools(tools, config)
  const backend = createBackend(config, options)
  return { backend, offered: [...selected, ...(await actorTools(config, backend))] }
}

/** Returns one tool per Actor. They start runs, so a read-only server has none. */
async function actorTools(config: Config, backend: CallEnvironment): Promise<Tool[]> {
  const sync = tools.find(({ name }) => name === 'run_actor_sync')
  if (config.actorTools.length === 0 || config.readOnly || !sync) return []
  const { loadActorTools } = await import('../../tools/runs/actor-as-tool.ts')
  return loadActorTools(config.actorTools, sync, backend)
}
