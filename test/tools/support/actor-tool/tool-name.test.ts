import { describe, expect, it } from 'vitest'
import {
  actorToolDescription,
  actorToolName,
} from '../../../../tools/support/actor-tool/tool-name.ts'

describe('actorToolName', () => {
  it.each([
    ['alice/crawler', 'alice--crawler'],
    ['alice~crawler', 'alice--crawler'],
    ['a.b/c d', 'a-b--c-d'],
    ['1st/actor', '_1st--actor'],
    ['-x/y', '_-x--y'],
    ['HG7ML7M8z78YcAPEB', 'HG7ML7M8z78YcAPEB'],
  ])('of %s is %s', (actorId, name) => {
    expect(actorToolName(actorId)).toBe(name)
  })

  it('keeps long names apart in 40 characters', () => {
    const long = 'some-user/an-actor-with-a-very-long-name-that-goes-on'
    const names = [actorToolName(`${long}-1`), actorToolName(`${long}-2`)]
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name).toMatch(/^some-user--an-actor-with-a-very-l-\w{6}$/)
    expect(actorToolName(`${long}-1`)).toBe(names[0])
  })
})

describe('actorToolDescription', () => {
  const actor = (fields: object) => ({
    id: 'actor1',
    name: undefined,
    username: undefined,
    title: undefined,
    description: undefined,
    isDeprecated: undefined,
    pricingInfos: undefined,
    defaultRunOptions: undefined,
    exampleRunInput: undefined,
    ...fields,
  })

  it.each([
    [{}, ''],
    [{ title: 'Crawler' }, ' Crawler.'],
    [{ title: 'Crawler', description: 'Crawls <b>websites</b>' }, ' Crawls websites.'],
    [{ description: 'Crawls!' }, ' Crawls!'],
  ])('of %j', (fields, purpose) => {
    expect(actorToolDescription('alice/crawler', actor(fields))).toBe(
      `Runs Actor alice/crawler and returns its first rows.${purpose}`,
    )
  })
})
