import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeConfig } from '../../src/config/print-config.ts'
import { load } from '../support/settings.ts'

const KEY = 'a-key-of-at-least-24-characters'
const shown = z.object({
  settings: z.record(z.string(), z.object({ value: z.unknown(), from: z.string() })),
})

describe('a default that --print-config shows', () => {
  it.each<[args: string[], env: Record<string, string>]>([
    [[], { APIFY_TOKEN: 'token' }],
    [['--local'], {}],
    [['--http'], {}],
    [['--http', '--local'], {}],
    [
      ['--http', '--shared-token', '--oauth-issuer=https://auth.example.com'],
      { APIFY_TOKEN: 'token', MCP_ACCESS_KEY: KEY },
    ],
  ])('can be given as a flag, and changes nothing: %j', async (by, env) => {
    // Without it --confirm-fallback, which has a default, cannot be given.
    const args = [...by, '--confirm=paid']
    const { config, settings } = await load(args, env)
    const described = shown.parse(describeConfig(config, settings, env)).settings
    const defaults = Object.entries(described).filter(([, { from }]) => from === 'default')
    expect(defaults.length).toBeGreaterThan(10)
    for (const [name, { value }] of defaults) {
      const isNothing = value === null || (Array.isArray(value) && value.length === 0)
      if (isNothing) continue
      const given = await load([...args, `--${name}=${value}`], env)
      const again = shown.parse(describeConfig(given.config, given.settings, env))
      expect(again.settings[name]?.value, name).toEqual(value)
    }
  })
})
