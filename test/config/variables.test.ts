import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { readVariables, variableOf } from '../../src/config/variables.ts'

describe('a variable of a setting', () => {
  it('has the name of its flag', () => {
    expect(variableOf('max-run-cost-usd')).toBe('APIFY_AGENT_TOOLS_MAX_RUN_COST_USD')
    const env = { APIFY_AGENT_TOOLS_MAX_RUN_COST_USD: ' 0.5 ', APIFY_TOKEN: 'a', PATH: '/bin' }
    expect([...readVariables(env)]).toEqual([['max-run-cost-usd', '0.5']])
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a manifest
  it.each(['', ' ', '${user_config.tools}'])('counts as not set if it is %j', (value) => {
    expect([...readVariables({ APIFY_AGENT_TOOLS_TOOLS: value })]).toEqual([])
  })

  it.each([
    ['APIFY_AGENT_TOOLS_READONLY', 'Did you mean APIFY_AGENT_TOOLS_READ_ONLY?'],
    ['APIFY_AGENT_TOOLS_READ_ONYL', 'Did you mean APIFY_AGENT_TOOLS_READ_ONLY?'],
    ['APIFY_AGENT_TOOLS_ZZZZZ', '--read-only is APIFY_AGENT_TOOLS_READ_ONLY.'],
    ['APIFY_AGENT_TOOLS_', 'Unknown variable APIFY_AGENT_TOOLS_.'],
    ['APIFY_AGENT_TOOLS_HELP', '--help stands on the command line only. Unset it.'],
    ['APIFY_AGENT_TOOLS_PRINT_CONFIG', '--print-config stands on the command line only.'],
  ])('is never ignored: %s', (name, says) => {
    expect(() => readVariables({ [name]: '' })).toThrow(says)
    expect(() => readVariables({ [name]: 'true' })).toThrow(name)
  })

  it.skipIf(process.platform === 'win32')('is not ignored for the case of its letters', () => {
    expect(() => readVariables({ apify_agent_tools_read_only: 'true' })).toThrow(
      'Did you mean APIFY_AGENT_TOOLS_READ_ONLY?',
    )
  })

  it.each<[name: string, value: string, says: string]>([
    ['READ_ONLY', 'yes', 'APIFY_AGENT_TOOLS_READ_ONLY takes true or false, not "yes".'],
    [
      'READ_ONLY',
      '--read-only',
      'APIFY_AGENT_TOOLS_READ_ONLY takes true or false, not "--read-only".',
    ],
    [
      'PORT',
      '1',
      'APIFY_AGENT_TOOLS_PORT works with --http only. Add --http, or remove APIFY_AGENT_TOOLS_PORT.',
    ],
    ['CONFIRM', 'all', 'Write APIFY_AGENT_TOOLS_CONFIRM=paid,write.'],
    ['TOOLS', ',', 'APIFY_AGENT_TOOLS_TOOLS is empty.'],
  ])('is named by what is wrong with its value: %s=%s', (name, value, says) => {
    expect(() => readConfig([], { [`APIFY_AGENT_TOOLS_${name}`]: value })).toThrow(says)
  })
})
