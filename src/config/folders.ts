import { homedir } from 'node:os'
import { resolve } from 'node:path'

/**
 * Returns the absolute path of a folder. A `~` at its beginning is the home folder of the user: clients
 * start the server without a shell, which would expand it.
 */
export function folderPath(given: string): string {
  return resolve(given.replace(/^~(?=$|[/\\])/, homedir))
}
