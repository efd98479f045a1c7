import { z } from 'zod'
import { type Flag, takesPath } from '../src/config/flag-parser.ts'
import { PRINT_FLAGS } from '../src/config/flags.ts'
import { HTTP_FLAGS } from '../src/config/http-flags.ts'

const entry = z.looseObject({ packages: z.tuple([z.looseObject({})]) })

/**
 * Fills in what the entry of the MCP Registry repeats: the version, the repository and the flags of
 * its only package.
 */
export function fillEntry(
  text: string,
  flags: readonly Flag[],
  { version, repositoryUrl }: { version: string; repositoryUrl: string },
): string {
  const { packages, ...rest } = entry.parse(JSON.parse(text))
  // A client starts a server on stdin and stdout, which does not print and end.
  const others = new Set([...HTTP_FLAGS, ...PRINT_FLAGS].map(({ name }) => name))
  const packageArguments = flags
    .filter(({ name }) => !others.has(name))
    .map((flag) => ({
      type: 'named',
      name: `--${flag.name}`,
      description: flag.describe,
      format: formatOf(flag),
      ...(flag.value?.includes('|') && { choices: flag.value.split('|') }),
    }))
  const entryWithFlags = {
    ...rest,
    repository: { url: repositoryUrl, source: 'github' },
    websiteUrl: repositoryUrl,
    version,
    packages: [{ ...packages[0], version, packageArguments }],
  }
  return `${JSON.stringify(entryWithFlags, null, 2)}\n`
}

/** Returns the MCP Registry's format of the value of a flag. */
function formatOf(flag: Flag): string {
  if (flag.kind === 'switch') return 'boolean'
  if (flag.kind === 'number') return 'number'
  return flag.kind === 'text' && takesPath(flag) ? 'filepath' : 'string'
}
