import { readLoginToken } from './apify-login.ts'
import { readConfigFile } from './config-file.ts'
import { nameOrigins } from './name-origins.ts'
import { type Settings, valuesOf } from './settings.ts'

/**
 * Reads the files that settings name: that of `--config`, and the login of Apify's command line.
 * @returns all settings, and the token of the login; undefined unless `--apify-login` is on
 * @throws {UsageError} that names the file, and what is wrong with it
 */
export async function readSettingsFiles(
  given: Settings,
  env: Record<string, string | undefined>,
): Promise<{ settings: Settings; token: string | undefined }> {
  const path = given.get('config')?.value
  let settings = given
  try {
    if (path !== undefined) settings = new Map([...(await readConfigFile(path)), ...given])
    return { settings, token: await readLoginToken(valuesOf(settings), env) }
  } catch (error) {
    throw nameOrigins(error, settings)
  }
}
