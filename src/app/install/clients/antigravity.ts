import { type Client, inHome } from '../client.ts'

export const antigravity: Client = {
  name: 'antigravity',
  label: 'Antigravity (Gemini)',
  files: (system) => [
    inHome(system, '.gemini', 'config', 'mcp_config.json'),
    inHome(system, '.gemini', 'antigravity', 'mcp_config.json'),
  ],
  format: 'json',
  map: 'mcpServers',
  restart: 'Refresh the servers under Manage MCP Servers, or start a new session; /mcp shows it.',
  documentation: 'https://antigravity.google/docs/mcp',
  checked: '2026-11-29',
}
