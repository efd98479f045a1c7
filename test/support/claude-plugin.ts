import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const text = z.string().min(1)

/** The settings that Claude Code asks for when a person enables a plugin. */
const option = z.strictObject({
  type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
  title: text,
  description: text,
  required: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  multiple: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})

/**
 * What this project uses of plugin.json, in the form that Claude Code documents
 * (https://code.claude.com/docs/en/plugins/manifest-reference). `test/interop` asks Claude Code itself.
 */
const manifest = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/),
  displayName: text,
  version: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/),
  description: text,
  author: z.strictObject({ name: text }),
  homepage: z.url(),
  repository: z.url(),
  license: text,
  keywords: z.array(text),
  userConfig: z.record(z.string().regex(/^[A-Za-z_]\w*$/), option),
})

const servers = z.strictObject({
  mcpServers: z.record(
    z.string(),
    z.strictObject({
      command: text,
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()),
    }),
  ),
})

/** A catalog of plugins (https://code.claude.com/docs/en/plugins/marketplace-reference). */
const marketplace = z.strictObject({
  name: text,
  owner: z.strictObject({ name: text }),
  description: text,
  plugins: z.tuple([z.strictObject({ name: text, source: z.literal('./'), description: text })]),
})

/** A plugin of Claude Code, as a folder. */
export async function readPlugin(folder: string) {
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, path), 'utf8'))
  return {
    manifest: manifest.parse(await read('.claude-plugin/plugin.json')),
    marketplace: marketplace.parse(await read('.claude-plugin/marketplace.json')),
    servers: servers.parse(await read('.mcp.json')).mcpServers,
  }
}

/**
 * Returns the command that Claude Code starts for a server of the plugin, with the settings of its user. Settings
 * without a value and a default become empty, as Claude Code does it since 2.1.119.
 */
export async function pluginCommand(
  folder: string,
  server: string,
  settings: Record<string, string | number | boolean> = {},
) {
  const { manifest, servers } = await readPlugin(folder)
  const entry = servers[server]
  if (!entry) throw new Error(`The plugin has no server ${server}.`)
  const filled = (value: string) =>
    value
      .replace(/\$\{CLAUDE_PLUGIN_ROOT\}/g, () => folder)
      .replace(/\$\{user_config\.(\w+)\}/g, (_, key: string) =>
        String(settings[key] ?? manifest.userConfig[key]?.default ?? ''),
      )
  const env = Object.entries(entry.env).map(([key, value]) => [key, filled(value)])
  return {
    command: entry.command,
    args: entry.args.map(filled),
    env: Object.fromEntries(env),
  }
}
