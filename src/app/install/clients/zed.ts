import { type Client, inHome, inSettings, inXdg } from '../client.ts'

export const zed: Client = {
  name: 'zed',
  label: 'Zed',
  files: (system) => [
    {
      win32: () => inSettings(system, 'Zed', 'settings.json'),
      darwin: () => inHome(system, '.config', 'zed', 'settings.json'),
      other: () => inXdg(system, 'zed', 'settings.json'),
    }[system.platform === 'win32' || system.platform === 'darwin' ? system.platform : 'other'](),
  ],
  format: 'json',
  map: 'context_servers',
  restart: 'Zed starts the server at once; its agent panel shows it.',
  documentation: 'https://zed.dev/docs/ai/mcp',
  checked: '2026-11-29',
}
