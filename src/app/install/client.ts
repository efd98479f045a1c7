import { posix, win32 } from 'node:path'

/** What the paths of settings depend on. */
export interface System {
  platform: NodeJS.Platform
  /** The home folder of the user. */
  home: string
  env: Record<string, string | undefined>
}

/** How a client starts a server. */
export interface ServerEntry {
  command: string
  args: string[]
  env?: Record<string, string>
}

/** The client's own program that changes its settings. */
interface OwnCommand {
  program: string
  /** Returns the arguments that add a server for all projects of the user. */
  add: (name: string, entry: ServerEntry & { type?: string }) => string[]
  /** Returns the arguments that remove it; undefined if the program cannot. */
  remove?: (name: string) => string[]
}

/** An MCP client, as its maker documents it. */
export interface Client {
  name: string
  label: string
  /** Returns where the settings of the user are: the present place first, then those of older versions. */
  files: (system: System) => string[]
  format: 'json' | 'toml'
  /** The key of the map from names to servers. */
  map: string
  /** What an entry has besides command, arguments and environment. */
  extra?: { type: 'stdio' }
  ownCommand?: OwnCommand
  /** What makes it read its settings again. */
  restart: string
  /** The page of the maker that describes the settings. */
  documentation: string
  /** The day on which its settings were looked up. */
  checked: string
}

/** Returns a path below the home folder. */
export function inHome({ platform, home }: System, ...parts: string[]): string {
  return pathOf(platform).join(home, ...parts)
}

/**
 * Returns a path below the folder in which this system keeps settings: `%APPDATA%`, `~/Library/Application
 * Support`, or `$XDG_CONFIG_HOME`.
 */
export function inSettings(system: System, ...parts: string[]): string {
  const { platform, env } = system
  if (platform === 'win32') {
    const roaming = env.APPDATA || inHome(system, 'AppData', 'Roaming')
    return win32.join(roaming, ...parts)
  }
  if (platform === 'darwin') return inHome(system, 'Library', 'Application Support', ...parts)
  return inXdg(system, ...parts)
}

/** Returns a path below `$XDG_CONFIG_HOME`, which is `~/.config` if it is not set or relative. */
export function inXdg(system: System, ...parts: string[]): string {
  const given = system.env.XDG_CONFIG_HOME ?? ''
  return posix.isAbsolute(given) ? posix.join(given, ...parts) : inHome(system, '.config', ...parts)
}

/** Returns a path below the folder that a variable names, or below another one if it is not set. */
export function inFolderOf(
  variable: string,
  system: System,
  otherwise: string[],
  name: string,
): string {
  const given = system.env[variable]
  return given ? pathOf(system.platform).join(given, name) : inHome(system, ...otherwise, name)
}

function pathOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix
}
