import { z } from 'zod'
import type { Flag } from '../src/config/flag-parser.ts'
import { HTTP_FLAGS } from '../src/config/http-flags.ts'

/** The MCP Registry's formats of the values of flags, by their names in the help. */
const FORMATS: Record<string, string> = { N: 'number', DIR: 'filepath' }
/** Flags that print and exit. Clients do not need them. */
const PRINT_FLAGS = ['help', 'version']

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
  const httpFlags = new Set(HTTP_FLAGS.map(({ name }) => name))
  const packageArguments = flags
    .filter(({ name }) => !httpFlags.has(name) && !PRINT_FLAGS.includes(name))
    .map(({ name, value, describe }) => ({
      type: 'named',
      name: `--${name}`,
      description: describe,
      format: value === undefined ? 'boolean' : (FORMATS[value] ?? 'string'),
      ...(value?.includes('|') && { choices: value.split('|') }),
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
