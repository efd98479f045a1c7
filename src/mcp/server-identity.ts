import { VERSION } from '../shared/version.ts'

/** The name of the server in the MCP Registry, as in `package.json` (`mcpName`). */
export const REGISTRY_NAME = 'io.github.apify-agent-tools/apify-agent-tools'
/** The repository, as in `package.json`. */
export const REPOSITORY_URL = 'https://github.com/apify-agent-tools/apify-agent-tools'
/** `icon.png` of the newest commit. Clients fetch it when they show it; no result carries an image. */
const ICON_URL =
  'https://raw.githubusercontent.com/apify-agent-tools/apify-agent-tools/HEAD/icon.png'

/** What every result of the later revisions says about the server. */
export const BRIEF_IDENTITY = { name: 'apify-agent-tools', title: 'Apify', version: VERSION }

/** What the server says about itself at the start of a connection. */
export const IDENTITY = {
  ...BRIEF_IDENTITY,
  websiteUrl: REPOSITORY_URL,
  icons: [{ src: ICON_URL, mimeType: 'image/png', sizes: ['512x512'] }],
}
