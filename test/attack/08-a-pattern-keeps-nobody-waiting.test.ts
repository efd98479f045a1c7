import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOORS, type Door, openServer } from '../support/attack/open-server.ts'
import { makeFolder } from '../support/folder.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'

const EVIL = `${'a'.repeat(200)}!`
const SLOW = '^(a+)+$'

/** References of which each doubles the work. */
const chain = () => {
  const twice = (i: number) => ({ allOf: [1, 2].map(() => ({ $ref: `#/definitions/d${i + 1}` })) })
  const all = Array.from({ length: 60 }, (_, i) => [`d${i}`, twice(i)])
  return { ...Object.fromEntries(all), d60: { type: 'string' } }
}

/** A field for each way in which a schema makes much work, and a value. */
const FIELDS: Record<string, [schema: object, value: unknown]> = {
  pattern: [{ type: 'string', pattern: SLOW }, EVIL],
  nested: [{ type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' }, EVIL],
  alternatives: [{ type: 'string', pattern: '^(a|aa)+$' }, EVIL],
  inItems: [{ type: 'array', items: { type: 'string', pattern: SLOW } }, [EVIL, EVIL]],
  keys: [{ type: 'object', editor: 'json', patternKey: SLOW }, { [EVIL]: 'x' }],
  values: [{ type: 'object', editor: 'json', patternValue: SLOW }, { x: EVIL }],
  properties: [
    { type: 'object', patternProperties: { [SLOW]: true }, additionalProperties: false },
    { [EVIL]: 1 },
  ],
  names: [{ type: 'object', propertyNames: { pattern: SLOW } }, { [EVIL]: 1 }],
}

/** Starts a server whose Actors have one of these fields each. */
async function openNasty(door: Door) {
  const folder = await makeFolder()
  const references = { ...chain() }
  const schemas = Object.entries({
    ...Object.fromEntries(Object.entries(FIELDS).map(([name, [schema]]) => [name, schema])),
    endless: { $ref: '#/definitions/d0' },
  })
  for (const [name, field] of schemas) {
    await writeActor(join(folder, name), "console.log('ran ' + 'a'.repeat(50_000))", {
      '.actor/actor.json': { actorSpecification: 1, name: name.toLowerCase(), version: '0.1' },
      '.actor/INPUT_SCHEMA.json': {
        title: name,
        type: 'object',
        schemaVersion: 1,
        properties: { f: { title: 'f', ...field } },
        ...(name === 'endless' && { definitions: references }),
      },
    })
  }
  const args = [
    `--local=${await makeFolder()}`,
    `--actors=${folder}`,
    '--tools=actors,runs,storage',
  ]
  return openServer(door, { args })
}

describe.each(DOORS)('$name', (door) => {
  it(`08 an evil pattern is answered before and at a start, over ${door.name}`, async () => {
    const { call } = await openNasty(door)
    for (const [name, [, f]] of Object.entries(FIELDS)) {
      const args = { actorId: `local/${name.toLowerCase()}`, input: { f } }
      const checked = await call('validate_input', args)
      expect(checked.structured, `${name}: ${checked.text}`).toMatchObject({ valid: false })
      const started = await call('run_actor', args)
      expect(started.isError, `${name}: ${started.text}`).toBe(true)
    }
    const { structured } = await call('list_runs')
    expect(structured.runs).toEqual([])
  })

  it(`08 a check without an end keeps nobody waiting, and is refused, over ${door.name}`, async () => {
    const { call } = await openNasty(door)
    const order: string[] = []
    const noted = async (name: string, args: object, as = name) => {
      const result = await call(name, args)
      order.push(as)
      return result
    }
    const args = { actorId: 'local/endless', input: { f: 1 } }
    const others = Array.from({ length: 2 }, () => noted('validate_input', args, 'evil'))
    const [start, ...checks] = await Promise.all([
      noted('run_actor', args, 'evil'),
      ...others,
      noted('whoami', {}),
      noted('list_runs', {}),
    ])
    expect(order.slice(0, 2).toSorted()).toEqual(['list_runs', 'whoami'])
    expect(start.text).toContain('could not be checked within 3000 ms')
    for (const { structured } of checks.slice(0, 2)) expect(structured.valid).toBe(false)
  })

  it(`08 a server that checks without an end ends on SIGTERM, over ${door.name}`, async () => {
    const { ask, call, child } = await openNasty(door)
    const args = { actorId: 'local/endless', input: { f: 1 } }
    for (const name of ['validate_input', 'run_actor']) {
      ask('tools/call', { name, arguments: args }).catch(() => {})
    }
    await call('whoami')
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.signalCode === 'SIGTERM' || child.exitCode === 0).toBe(true)
  })

  it(`08 a search with a large pattern is refused, and one that is slow takes turns, over ${door.name}`, async () => {
    const { call } = await openNasty(door)
    const run = await call('run_actor', { actorId: 'local/pattern', input: { f: 'aa' } })
    const runId = run.structured.runId ?? run.structured.id
    for (const search of [
      '/(\\w?){400}x/',
      '/((\\w{10}){10}){9}x/',
      `/${'(a|b)?{200}'.repeat(9)}/`,
    ]) {
      const { isError, text } = await call('get_log', { runId, search })
      expect(isError, text).toBe(true)
      expect(text).toMatch(/plain text/)
    }
    for (const search of ['/(a+)+$/', '/(x+x+)+y/', '/(a|aa)+$/', '/(\\w?){60}!/']) {
      const [found] = await Promise.all([call('get_log', { runId, search }), call('whoami')])
      expect(found.isError, found.text).toBe(false)
    }
  })
})
