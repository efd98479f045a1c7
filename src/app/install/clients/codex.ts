import { type Client, inFolderOf } from '../client.ts'

export const codex: Client = {
  name: 'codex',
  label: 'Codex',
  files: (system) => [inFolderOf('CODEX_HOME', system, ['.codex'], 'config.toml')],
  format: 'toml',
  map: 'mcp_servers',
  ownCommand: {
    program: 'codex',
    add: (name, { command, args, env = {} }) => [
      'mcp',
      'add',
      name,
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      '--',
      command,
      ...args,
    ],
    remove: (name) => ['mcp', 'remove', name],
  },
  restart: 'Start a new session of Codex; /mcp shows the server.',
  documentation: 'https://developers.openai.com/codex/mcp',
  checked: '2026-11-29',
}
