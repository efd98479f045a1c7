import { type Client, inHome, inSettings } from '../client.ts'

export const devin: Client = {
  name: 'devin',
  label: 'Devin Desktop (Windsurf)',
  // The makers name `~/.config` itself, so XDG_CONFIG_HOME does not count.
  files: (system) => [
    system.platform === 'win32'
      ? inSettings(system, 'devin', 'mcp_config.json')
      : inHome(system, '.config', 'devin', 'mcp_config.json'),
    inHome(system, '.codeium', 'windsurf', 'mcp_config.json'),
  ],
  format: 'json',
  map: 'mcpServers',
  restart: 'Start a new session of the agent.',
  documentation: 'https://docs.devin.ai/cli/extensibility/mcp/configuration',
  checked: '2026-11-29',
}
