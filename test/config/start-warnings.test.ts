import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { startRaw } from '../support/raw-server.ts'

const BOTH = ['--read-only', '--actor-tools=acme/a,bob/b']
const LINE =
  '--read-only leaves out the Actors of --actor-tools, since each of these tools starts a run: acme/a, bob/b.'

describe('--read-only with --actor-tools', () => {
  it.each<[args: string[], warnings: string[]]>([
    [BOTH, [LINE]],
    [['--read-only'], []],
    [['--actor-tools=acme/a'], []],
    [['--read-only=false', '--actor-tools=acme/a'], []],
  ])('%j warns: %j', (args, warnings) => {
    expect(readConfig(args, { APIFY_TOKEN: 'a' }).warnings).toEqual(warnings)
  })

  it.each<[args: string[], stderr: string]>([
    [BOTH, `apify-agent-tools: ${LINE}\n`],
    [[...BOTH, '--log-level=error'], ''],
  ])('is said once at the start, by the level: %j', async (args, expected) => {
    const { child, exited } = await startRaw({ args, env: { APIFY_TOKEN: 'a' } })
    child.stdin.end()
    const { code, stderr } = await exited
    expect({ code, stderr }).toEqual({ code: 0, stderr: expected })
  })
})
