import { BUNDLED } from './actor-folders.ts'
import { CONFIRMATION_FLAGS } from './confirmation-flags.ts'
import { DOCS_FLAG } from './docs-flags.ts'
import type { Flag } from './flag-parser.ts'
import { GOVERNANCE_FLAGS } from './governance-flags.ts'
import { HTTP_FLAGS } from './http-flags.ts'
import { PAYMENTS_FLAG } from './payments-flag.ts'
import { QUERY_FLAGS } from './query-flags.ts'
import { TELEMETRY_FLAGS } from './telemetry-flags.ts'
import { VIEWS_FLAG } from './views-flag.ts'

/** The bounds and the default of the budget of one result, in tokens. */
export const RESULT_TOKENS = { from: 500, to: 25_000, whole: true, preset: 8000 }
/**
 * The bounds of the ceiling of one run, in US dollars. The upper one is far above the cost of any run
 * and only catches typing errors.
 */
export const RUN_COST_USD = { from: 0.000_001, to: 1_000_000, whole: false }

/** The flags that say where settings come from. */
export const SOURCE_FLAGS: readonly Flag[] = [
  {
    name: 'config',
    kind: 'text',
    value: 'FILE',
    default: 'none',
    describe: 'Read settings from a JSON file. Flags and variables come before it.',
  },
  {
    name: 'apify-login',
    kind: 'switch',
    default: 'off',
    describe:
      "Use the token of Apify's command line (`apify login`), in place of `APIFY_TOKEN`. It is never read unasked.",
  },
]

/** The flags that print something and end. They stand on the command line only. */
export const PRINT_FLAGS: readonly Flag[] = [
  {
    name: 'print-config',
    kind: 'switch',
    default: 'off',
    describe: 'Print the settings that hold and where each comes from, as JSON without secrets.',
  },
  { name: 'help', kind: 'switch', default: 'off', describe: 'Print this help.' },
  { name: 'version', kind: 'switch', default: 'off', describe: 'Print the version.' },
]

/** All flags. The README and --help are generated from this table. */
export const FLAGS: readonly Flag[] = [
  ...HTTP_FLAGS,
  {
    name: 'local',
    kind: 'text',
    value: 'DIR',
    optional: true,
    default: 'on over stdio without APIFY_TOKEN',
    defaultIn: ({ isLocal }) => isLocal,
    describe: 'Use the embedded local platform, with its data in DIR.',
  },
  {
    name: 'actors',
    kind: 'list',
    value: 'DIR[,DIR…]',
    default: 'the bundled Actors',
    defaultIn: ({ isLocal }) => (isLocal ? [BUNDLED] : []),
    describe:
      'Folders of Actor projects that the local platform may run; `bundled` among them adds the bundled Actors.',
  },
  {
    name: 'tools',
    kind: 'list',
    value: 'a,b',
    default: 'default',
    describe:
      'Tools or toolsets to offer. `default` is `actors`, `runs` and `storage`; `automation`, `docs`, `develop` and `dynamic` (stdio only) are added by their names; `all` is everything.',
  },
  {
    name: 'actor-tools',
    kind: 'list',
    value: 'user/name,…',
    default: 'none',
    describe: 'Offer each of these Actors as a tool of its own, with its input as arguments.',
  },
  {
    name: 'read-only',
    kind: 'switch',
    default: 'off',
    describe: 'Offer only tools that change nothing; the others are neither listed nor callable.',
  },
  {
    name: 'max-result-tokens',
    kind: 'number',
    value: 'N',
    bounds: RESULT_TOKENS,
    default: '8000',
    describe: 'The budget of one result, from 500 to 25000 tokens.',
  },
  ...QUERY_FLAGS,
  DOCS_FLAG,
  {
    name: 'max-run-cost-usd',
    kind: 'number',
    value: 'N',
    bounds: RUN_COST_USD,
    default: 'none',
    describe:
      'Maximum cost of a run, in US dollars. Sent as `maxTotalChargeUsd` if a call gives none; calls that ask for more are rejected.',
  },
  ...GOVERNANCE_FLAGS,
  PAYMENTS_FLAG,
  ...CONFIRMATION_FLAGS,
  {
    name: 'download-dir',
    kind: 'text',
    value: 'DIR',
    default: 'none',
    describe: 'Offer `export_items`, which writes files into DIR and nowhere else; stdio only.',
  },
  {
    name: 'upload-dir',
    kind: 'text',
    value: 'DIR',
    default: 'none',
    describe:
      'Let `push_dataset_items` and `put_record` read files of DIR (`file`), and no others; stdio only.',
  },
  {
    name: 'no-structured',
    kind: 'switch',
    default: 'off',
    describe:
      'Send results as text only, for clients that would show the model both the text and the structured content.',
  },
  VIEWS_FLAG,
  ...TELEMETRY_FLAGS,
  ...SOURCE_FLAGS,
  ...PRINT_FLAGS,
]

/** The flags that are keys of a config file, which names no other file. */
export const FILE_FLAGS: readonly Flag[] = FLAGS.filter(
  (flag) => !PRINT_FLAGS.includes(flag) && flag.name !== 'config',
)
