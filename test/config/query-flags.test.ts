import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'

const CLOUD = { APIFY_TOKEN: 'token' }

describe('the flags for queries', () => {
  it.each<[args: string[], env: Record<string, string>, maxMb: number, keeps: boolean]>([
    [[], CLOUD, 512, true],
    [[], {}, 512, true],
    [['--http'], CLOUD, 128, false],
    [['--http', '--local'], {}, 128, true],
    [['--http', '--query-cache'], CLOUD, 128, true],
    [['--query-cache=false'], CLOUD, 512, false],
    [['--max-query-mb=64'], CLOUD, 64, true],
    [['--http', '--max-query-mb', '2048'], CLOUD, 2048, false],
  ])('%j give a bound and whether tables are kept', (args, env, maxMb, keeps) => {
    expect(readConfig(args, env).query).toEqual({ maxMb, keeps })
  })

  it.each(['15', '2049', '20.5', 'much'])('--max-query-mb=%s is refused', (value) => {
    expect(() => readConfig([`--max-query-mb=${value}`], CLOUD)).toThrow(
      '--max-query-mb takes a whole number from 16 to 2048',
    )
  })
})
