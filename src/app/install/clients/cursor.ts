import { type Client, inHome } from '../client.ts'

export const cursor: Client = {
  name: 'cursor',
  label: 'Cursor',
  files: (system) => [inHome(system, '.cursor', 'mcp.json')],
  format: 'json',
  map: 'mcpServers',
  extra: { type: 'stdio' },
  restart: 'Restart Cursor, or switch the server on under Customize, MCPs.',
  documentation: 'https://cursor.com/docs/mcp',
  checked: '2026-11-29',
}
