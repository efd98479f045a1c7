import type { Flag } from './flag-parser.ts'
import { FLAGS } from './flags.ts'
import { GOVERNANCE_FLAGS } from './governance-flags.ts'
import { HTTP_FLAGS } from './http-flags.ts'
import { TELEMETRY_FLAGS } from './telemetry-flags.ts'

interface FlagGroup {
  title: string
  flags: readonly Flag[]
}

const namesOf = (flags: readonly Flag[]) => flags.map(({ name }) => name)

/** The flags by what a person looks for, each in one group. A flag that is named nowhere has no group. */
const GROUPS: readonly [title: string, names: readonly string[]][] = [
  [
    'What to offer',
    [
      'tools',
      'actor-tools',
      'read-only',
      'docs',
      'download-dir',
      'upload-dir',
      'no-structured',
      'views',
      'view-images',
    ],
  ],
  ['Size of results', ['max-result-tokens', 'max-query-mb', 'query-cache']],
  [
    'Safety and cost',
    ['confirm', 'confirm-fallback', 'max-run-cost-usd', ...namesOf(GOVERNANCE_FLAGS)],
  ],
  ['Account', ['apify-login', 'payments']],
  ['Local platform', ['local', 'actors']],
  ['HTTP', namesOf(HTTP_FLAGS)],
  ['Logs and traces', namesOf(TELEMETRY_FLAGS)],
  ['Settings and information', ['config', 'print-config', 'help', 'version']],
]

/** Returns all flags in their groups, in the order of --help. */
export function flagGroups(): FlagGroup[] {
  return GROUPS.map(([title, names]) => ({
    title,
    flags: names.flatMap((name) => FLAGS.filter((flag) => flag.name === name)),
  }))
}
