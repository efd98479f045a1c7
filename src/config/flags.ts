import { CONFIRMATION_FLAGS } from './confirmation-flags.ts'
import { DOCS_FLAG } from './docs-flags.ts'
import type { Flag } from './flag-parser.ts'
import { HTTP_FLAGS } from './http-flags.ts'
import { PAYMENTS_FLAG } from './payments-flag.ts'
import { QUERY_FLAGS } from './query-flags.ts'

/** All flags. The README and --help are generated from this table. */
export const FLAGS: readonly Flag[] = [
  ...HTTP_FLAGS,
  {
    name: 'local',
    value: 'DIR',
    optional: true,
    default: 'on over stdio without APIFY_TOKEN',
    describe: 'Use the embedded local platform, with its data in DIR.',
  },
  {
    name: 'actors',
    value: 'DIR[,DIR…]',
    default: 'the bundled Actors',
    describe:
      'Folders of Actor projects that the local platform may run; `bundled` among them adds the bundled Actors.',
  },
  {
    name: 'tools',
    value: 'a,b',
    default: 'default',
    describe:
      'Tools or toolsets to offer. `default` is `actors`, `runs` and `storage`; `automation`, `docs` and `develop` are added by their names; `all` is everything.',
  },
  {
    name: 'actor-tools',
    value: 'user/name,…',
    default: 'none',
    describe: 'Offer each of these Actors as a tool of its own, with its input as arguments.',
  },
  {
    name: 'read-only',
    default: 'off',
    describe: 'Offer only tools that change nothing; the others are neither listed nor callable.',
  },
  {
    name: 'max-result-tokens',
    value: 'N',
    default: '8000',
    describe: 'The budget of one result, from 500 to 25000 tokens.',
  },
  ...QUERY_FLAGS,
  DOCS_FLAG,
  {
    name: 'max-run-cost-usd',
    value: 'N',
    default: 'none',
    describe:
      'Maximum cost of a run, in US dollars. Sent as `maxTotalChargeUsd` if a call gives none; calls that ask for more are rejected.',
  },
  PAYMENTS_FLAG,
  ...CONFIRMATION_FLAGS,
  {
    name: 'download-dir',
    value: 'DIR',
    default: 'none',
    describe: 'Offer `export_items`, which writes files into DIR and nowhere else; stdio only.',
  },
  {
    name: 'upload-dir',
    value: 'DIR',
    default: 'none',
    describe:
      'Let `push_dataset_items` and `put_record` read files of DIR (`file`), and no others; stdio only.',
  },
  {
    name: 'no-structured',
    default: 'off',
    describe:
      'Send results as text only, for clients that would show the model both the text and the structured content.',
  },
  { name: 'help', default: 'off', describe: 'Print this help.' },
  { name: 'version', default: 'off', describe: 'Print the version.' },
]
