/**
 * Whether the package is in the registry of npm. If so, clients start the server by `npx`, and the documentation
 * says so; else by the path of this copy.
 */
export const IS_PUBLISHED: boolean = false

/** What a person types to run the program. */
export const RUN = IS_PUBLISHED ? 'npx -y apify-agent-tools' : 'node dist/main.js'

/** Returns the command that starts the published package. On Windows `npx` is a script, which needs a shell. */
export function npxCommand(platform: NodeJS.Platform): string[] {
  const npx = ['npx', '-y', 'apify-agent-tools']
  return platform === 'win32' ? ['cmd', '/c', ...npx] : npx
}
