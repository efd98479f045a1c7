import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MANIFEST_SCHEMAS } from '@anthropic-ai/mcpb'
import { SERVER_NAME } from '../../src/app/install/read-arguments.ts'

/** manifest.json, which describes the MCP Bundle. */
type Manifest = ReturnType<(typeof MANIFEST_SCHEMAS)['0.3']['parse']>

/** The page of the skill, and what Claude Code's catalog shows. */
const WRITTEN_BY_HAND = 'deploy/claude-plugin'

/** What hosts of bundles, and Claude Code, replace by the folder of the server. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the host fills it in
const BUNDLE_FOLDER = '${__dirname}'
// biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code fills it in
const PLUGIN_FOLDER = '${CLAUDE_PLUGIN_ROOT}'

/**
 * Writes a plugin of Claude Code beside the built server, from the manifest of the MCP Bundle. Both ask for the same
 * settings, because Claude Code took over the form of `user_config`
 * (https://code.claude.com/docs/en/plugins/manifest-reference).
 * @param folder that has the server in `dist`
 */
export async function writeClaudePlugin(folder: string, manifest: Manifest): Promise<void> {
  await cp(WRITTEN_BY_HAND, folder, { recursive: true })
  const files = {
    '.claude-plugin/plugin.json': pluginManifest(manifest),
    '.claude-plugin/marketplace.json': marketplace(manifest),
    '.mcp.json': servers(manifest),
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), `${JSON.stringify(content, null, 2)}\n`)
  }
}

function pluginManifest(manifest: Manifest): object {
  const { name, version, description, author, homepage, license, keywords } = manifest
  return {
    name,
    displayName: manifest.display_name,
    version,
    description,
    author,
    homepage,
    repository: manifest.repository?.url,
    license,
    keywords,
    userConfig: manifest.user_config,
  }
}

/**
 * Returns a catalog with this plugin alone. Claude Code keeps a plugin beyond one session only if a catalog lists it.
 */
function marketplace({ name, description, author }: Manifest): object {
  return { name, owner: author, description, plugins: [{ name, source: './', description }] }
}

/** Returns how Claude Code starts the server: as hosts of the bundle do, with its own name for the folder. */
function servers({ server }: Manifest): object {
  const { command, args = [], env } = server.mcp_config
  const inPlugin = args.map((arg) => arg.replaceAll(BUNDLE_FOLDER, PLUGIN_FOLDER))
  return { mcpServers: { [SERVER_NAME]: { command, args: inPlugin, env } } }
}
