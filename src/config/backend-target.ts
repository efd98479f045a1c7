import { homedir, platform } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { isBearerToken } from '../shared/bearer-token.ts'
import { actorFolders } from './actor-folders.ts'
import { folderPath } from './folders.ts'
import { isPlaceholderToken } from './placeholder-token.ts'
import { UsageError } from './usage-error.ts'

export const CLOUD_URL = 'https://api.apify.com'
const CONSOLE_URL = 'https://console.apify.com'
/** Where a person finds the token. */
const TOKEN_PAGE = `${CONSOLE_URL}/settings/integrations`

/** The API to call, or the folders of the local platform. */
export type BackendTarget =
  | { mode: 'local'; dir: string; isDefaultDir: boolean; actorDirs: string[] | undefined }
  | { mode: 'cloud'; baseUrl: string; token: string | undefined; consoleUrl: string }

/**
 * Returns the target for an API in the cloud.
 * @throws {UsageError} if the URL or the token is malformed, or the token a placeholder
 */
export function cloudTarget(address: string | undefined, token: string | undefined): BackendTarget {
  const baseUrl = normalBaseUrl(address ?? CLOUD_URL)
  // Not shown: somebody may have left the brackets around a real one.
  if (token !== undefined && isPlaceholderToken(token)) {
    throw new UsageError(
      'APIFY_TOKEN is still a placeholder, not a token.',
      `Copy yours from ${TOKEN_PAGE}, or unset it to run Actors on this computer.`,
    )
  }
  if (token !== undefined && !isBearerToken(token)) {
    throw new UsageError(
      'APIFY_TOKEN contains characters that no token has.',
      'Set it to the token alone, without quotes, spaces or line breaks.',
    )
  }
  return { mode: 'cloud', baseUrl, token, consoleUrl: CONSOLE_URL }
}

/**
 * Returns the URL below which the paths of the API begin: without `/v2`, which belongs to the paths,
 * and without slashes at the end. A prefix of a gateway is kept.
 */
function normalBaseUrl(address: string): string {
  const given = address.trim()
  const example = `Set it to one such as ${CLOUD_URL}.`
  if (!URL.canParse(given) || !/^https?:/i.test(given)) {
    throw new UsageError(
      `APIFY_API_BASE_URL is not an http(s) URL: ${JSON.stringify(given)}.`,
      example,
    )
  }
  const { origin, pathname, search, hash } = new URL(given)
  // Neither is shown, since a query may hold a token.
  if (search || hash || /[?#]$/.test(given)) {
    throw new UsageError(
      `APIFY_API_BASE_URL has a query or a fragment after ${origin}${pathname}.`,
      example,
    )
  }
  const prefix = pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '')
  return origin + prefix.replace(/\/v2$/i, '')
}

/**
 * Returns the target for the local platform.
 * @param dir the folder for its data; undefined for the default one
 */
export function localTarget(
  dir: string | undefined,
  actors: readonly string[] | undefined,
  env: Record<string, string | undefined>,
): BackendTarget {
  return {
    mode: 'local',
    dir: dir === undefined ? join(dataHome(env), 'apify-agent-tools') : folderPath(dir),
    isDefaultDir: dir === undefined,
    actorDirs: actors && actorFolders(actors),
  }
}

/** Returns the folder in which this system keeps application data of the user. */
function dataHome(env: Record<string, string | undefined>): string {
  if (platform() === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support')
  // A relative one counts for nothing, by the standard that names it.
  const given = env.XDG_DATA_HOME ?? ''
  return isAbsolute(given) ? given : join(homedir(), '.local', 'share')
}
