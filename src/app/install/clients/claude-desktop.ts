import { type Client, inSettings } from '../client.ts'

export const claudeDesktop: Client = {
  name: 'claude-desktop',
  label: 'Claude Desktop',
  files: (system) => [inSettings(system, 'Claude', 'claude_desktop_config.json')],
  format: 'json',
  map: 'mcpServers',
  restart: 'Quit Claude Desktop and open it again.',
  documentation: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  checked: '2026-11-29',
}
