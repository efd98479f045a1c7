import { type Client, inSettings } from '../client.ts'

export const vscode: Client = {
  name: 'vscode',
  label: 'VS Code',
  files: (system) => [inSettings(system, 'Code', 'User', 'mcp.json')],
  format: 'json',
  map: 'servers',
  extra: { type: 'stdio' },
  ownCommand: {
    program: 'code',
    add: (name, entry) => ['--add-mcp', JSON.stringify({ name, ...entry })],
  },
  restart: 'In VS Code, run "MCP: List Servers", choose the server and start it.',
  documentation: 'https://code.visualstudio.com/docs/agent-customization/mcp-servers',
  checked: '2026-11-29',
}
