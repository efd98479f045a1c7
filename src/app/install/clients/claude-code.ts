import { type Client, inFolderOf } from '../client.ts'

export const claudeCode: Client = {
  name: 'claude-code',
  label: 'Claude Code',
  files: (system) => [inFolderOf('CLAUDE_CONFIG_DIR', system, [], '.claude.json')],
  format: 'json',
  map: 'mcpServers',
  extra: { type: 'stdio' },
  ownCommand: {
    program: 'claude',
    add: (name, entry) => ['mcp', 'add-json', '--scope', 'user', name, JSON.stringify(entry)],
    remove: (name) => ['mcp', 'remove', '--scope', 'user', name],
  },
  restart: 'Start a new session of Claude Code; /mcp shows the server.',
  documentation: 'https://code.claude.com/docs/en/mcp',
  checked: '2026-11-29',
}
