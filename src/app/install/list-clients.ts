import type { System } from './client.ts'
import { CLIENTS } from './clients/index.ts'
import { isFound, readSettingsOf, settingsPath } from './find-settings.ts'

/** Returns the clients that can be named, which of them are on this machine, and which have the server. */
export async function listClients(
  system: System,
  server: { name: string; script: string },
): Promise<string> {
  const rows = await Promise.all(
    CLIENTS.map(async (client) => {
      if (!isFound(client, system)) return [client.name, client.label, 'not found']
      const path = settingsPath(client, system)
      const found = await readSettingsOf(client, path, server).catch(() => undefined)
      if (!found) return [client.name, client.label, 'found; its settings cannot be read']
      return [client.name, client.label, found.state === 'ours' ? 'installed' : 'found']
    }),
  )
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  return `Clients that this server can be added to:

${lines.map((line) => `  ${line.trimEnd()}`).join('\n')}

Write: install CLIENT [--dry-run] [-- FLAGS], such as: install cursor -- --read-only
`
}
