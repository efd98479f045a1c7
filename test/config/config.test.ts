import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { FLAGS } from '../../src/config/flags.ts'

/** What clients pass for a setting that the user left empty. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a manifest
const UNFILLED = ['', '${user_config.something}']

describe.each(UNFILLED)('a value left as %j', (value) => {
  const isError = ({ isLimit }: (typeof FLAGS)[number]) => isLimit && value === ''
  it.each(FLAGS.filter(isError).map(({ name }) => name))(
    'is an error of the limit --%s',
    (name) => {
      expect(() => readConfig([`--${name}=${value}`], {})).toThrow(`--${name} is empty`)
    },
  )

  it.each(FLAGS.filter((flag) => !isError(flag)).map(({ name }) => name))(
    'counts as no --%s',
    (name) => {
      expect(readConfig([`--${name}=${value}`], {})).toEqual(readConfig([], {}))
    },
  )

  it('counts as no token and no other API', () => {
    expect(readConfig([], { APIFY_TOKEN: value })).toEqual(readConfig([], {}))
    const account = { APIFY_TOKEN: 'apify_api_test' }
    expect(readConfig([], { ...account, APIFY_API_BASE_URL: value })).toEqual(
      readConfig([], account),
    )
  })
})
