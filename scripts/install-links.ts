import { Buffer } from 'node:buffer'
import type { Client } from '../src/app/install/client.ts'
import { cursor } from '../src/app/install/clients/cursor.ts'
import { vscode } from '../src/app/install/clients/vscode.ts'
import { entryFor } from '../src/app/install/entry-state.ts'
import { npxCommand, RUN } from '../src/app/install/published.ts'
import { SERVER_NAME } from '../src/app/install/read-arguments.ts'

/**
 * The pages of the makers that open `cursor:` and `vscode:` addresses, to which GitHub shows no links. Cursor takes the
 * entry in Base64 (https://cursor.com/docs/mcp/install-links, read on 2026-11-29), VS Code as JSON, in the form in which
 * Microsoft links to its own servers (https://github.com/MicrosoftDocs/mcp).
 */
const LINKS: { client: Client; page: string; encode: (json: string) => string }[] = [
  {
    client: cursor,
    page: 'https://cursor.com/en/install-mcp',
    encode: (json) => Buffer.from(json).toString('base64'),
  },
  {
    client: vscode,
    page: 'https://insiders.vscode.dev/redirect/mcp/install',
    encode: (json) => json,
  },
]

/** Returns a link for each client that has such a page, with the entry that `install` writes without flags. */
export function installLinks(): { client: Client; url: string }[] {
  // These clients find `npx` on Windows too, and a link cannot know the system of its reader.
  const [command = '', ...args] = npxCommand('linux')
  return LINKS.map(({ client, page, encode }) => {
    const config = encode(JSON.stringify(entryFor(client, { command, args })))
    return { client, url: `${page}?${new URLSearchParams({ name: SERVER_NAME, config })}` }
  })
}

/**
 * Returns the links as Markdown. A link cannot hold the path of a copy, so without a package it would lead to a server
 * that does not start: then the commands stand in their place.
 */
export function renderInstallLinks(isPublished: boolean): string {
  if (isPublished) {
    const links = installLinks().map(({ client, url }) => `[Add to ${client.label}](${url})`)
    return `${links.join(' · ')}\n\nThe links set no token: add \`APIFY_TOKEN\` to the \`env\` of the entry, or use \`install\`.`
  }
  const commands = LINKS.map(({ client }) => `\`${RUN} install ${client.name}\``)
  return `Links that add the server will stand here once the package is on npm. Until then, run\n${commands.join(' or ')}.`
}
