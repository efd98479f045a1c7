import { describe, expect, it } from 'vitest'
import type { System } from '../../../src/app/install/client.ts'
import { CLIENTS } from '../../../src/app/install/clients/index.ts'

const LINUX: System = { platform: 'linux', home: '/home/ada', env: {} }
const MAC: System = { platform: 'darwin', home: '/Users/ada', env: { XDG_CONFIG_HOME: '/x' } }
const WINDOWS: System = {
  platform: 'win32',
  home: 'C:\\Users\\ada',
  env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
}

const fileOf = (name: string, system: System) =>
  CLIENTS.find((client) => client.name === name)?.files(system)[0]

describe('the settings of', () => {
  it.each([
    ['claude-code', '/home/ada/.claude.json', '/Users/ada/.claude.json', '.claude.json'],
    [
      'claude-desktop',
      '/home/ada/.config/Claude/claude_desktop_config.json',
      '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json',
      'AppData\\Roaming\\Claude\\claude_desktop_config.json',
    ],
    ['cursor', '/home/ada/.cursor/mcp.json', '/Users/ada/.cursor/mcp.json', '.cursor\\mcp.json'],
    [
      'vscode',
      '/home/ada/.config/Code/User/mcp.json',
      '/Users/ada/Library/Application Support/Code/User/mcp.json',
      'AppData\\Roaming\\Code\\User\\mcp.json',
    ],
    [
      'devin',
      '/home/ada/.config/devin/mcp_config.json',
      '/Users/ada/.config/devin/mcp_config.json',
      'AppData\\Roaming\\devin\\mcp_config.json',
    ],
    [
      'codex',
      '/home/ada/.codex/config.toml',
      '/Users/ada/.codex/config.toml',
      '.codex\\config.toml',
    ],
    [
      'antigravity',
      '/home/ada/.gemini/config/mcp_config.json',
      '/Users/ada/.gemini/config/mcp_config.json',
      '.gemini\\config\\mcp_config.json',
    ],
    [
      'zed',
      '/home/ada/.config/zed/settings.json',
      '/Users/ada/.config/zed/settings.json',
      'AppData\\Roaming\\Zed\\settings.json',
    ],
  ])('%s are where its maker says', (name, linux, mac, windows) => {
    expect(fileOf(name, LINUX)).toBe(linux)
    expect(fileOf(name, MAC)).toBe(mac)
    expect(fileOf(name, WINDOWS)).toBe(`C:\\Users\\ada\\${windows}`)
    // Without the variable, Windows keeps them at the same place.
    expect(fileOf(name, { ...WINDOWS, env: {} })).toBe(`C:\\Users\\ada\\${windows}`)
  })

  it.each([
    ['zed', { XDG_CONFIG_HOME: '/x' }, '/x/zed/settings.json'],
    ['zed', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/zed/settings.json'],
    ['vscode', { XDG_CONFIG_HOME: '/x' }, '/x/Code/User/mcp.json'],
    ['devin', { XDG_CONFIG_HOME: '/x' }, '/home/ada/.config/devin/mcp_config.json'],
    ['codex', { CODEX_HOME: '/c' }, '/c/config.toml'],
    ['claude-code', { CLAUDE_CONFIG_DIR: '/c' }, '/c/.claude.json'],
  ])('%s follow the variables that the client honours: %j', (name, env, file) => {
    expect(fileOf(name, { ...LINUX, env })).toBe(file)
  })

  it('every client name the page of its maker and a day', () => {
    for (const { documentation, checked, restart } of CLIENTS) {
      expect(new URL(documentation).protocol).toBe('https:')
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(restart).toMatch(/\.$/)
    }
    expect(new Set(CLIENTS.map(({ name }) => name)).size).toBe(CLIENTS.length)
  })
})
