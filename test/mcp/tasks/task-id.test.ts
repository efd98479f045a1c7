import { describe, expect, it } from 'vitest'
import {
  keptLabel,
  labelOf,
  markOf,
  openTask,
  readLabel,
  sealTask,
} from '../../../src/mcp/tasks/task-id.ts'

type Environment = Parameters<typeof openTask>[1]

/** Returns as much of an environment as an id depends on. */
function environmentOf(token: string | undefined, mode: 'cloud' | 'local' = 'cloud'): Environment {
  const unused = () => {
    throw new Error('An id needs no API.')
  }
  return {
    settings: { mode, readOnly: false, maxResultTokens: 8000 },
    secret: () => token,
    connect: unused,
    queries: unused,
    docs: unused,
    log: unused,
    redactor: Object(undefined),
  }
}

const alice = environmentOf('apify_api_alice')
const view = { fields: ['a.b', 'Größe', '日本'], limit: 5, format: 'table' }
const id = sealTask('HG7ML7M8z78YcAPEB', labelOf('run_actor_sync', view), alice)

describe('the id of a task', () => {
  it('says which run it is, which tool shows it, and how', () => {
    expect(openTask(id, alice)).toEqual({
      runId: 'HG7ML7M8z78YcAPEB',
      tool: 'run_actor_sync',
      view,
    })
    expect(id).toMatch(/^[\w.-]+$/)
  })

  it.each([
    ['another account', environmentOf('apify_api_bob')],
    ['an account without a token', environmentOf(undefined)],
    ['the local platform', environmentOf('apify_api_alice', 'local')],
  ])('is unknown to %s', (_, other) => {
    expect(openTask(id, other)).toBeUndefined()
  })

  it('counts only as it was given out', () => {
    for (let at = 0; at < id.length; at++) {
      const changed = id[at] === 'x' ? 'y' : 'x'
      const forged = id.slice(0, at) + changed + id.slice(at + 1)
      expect([at, openTask(forged, alice)]).toEqual([at, undefined])
    }
    for (const wrong of ['', '.', '..', id.slice(0, -1), `${id}A`, `${id}.`, ` ${id}`, `${id}\n`])
      expect([wrong, openTask(wrong, alice)]).toEqual([wrong, undefined])
    expect(openTask(`${'a'.repeat(1e6)}.b.c`, alice)).toBeUndefined()
  })

  it('of the local platform outlives its token', () => {
    const local = sealTask('run1', labelOf('run_actor', {}), environmentOf('one', 'local'))
    expect(openTask(local, environmentOf('two', 'local'))).toMatchObject({ tool: 'run_actor' })
  })
})

describe('the label that is kept with a run', () => {
  it('is the whole one, as long as it is short', () => {
    const label = labelOf('run_actor_sync', view)
    expect(keptLabel('run_actor_sync', label)).toBe(label)
  })

  it('has no arguments if they are many', () => {
    const fields = Array.from({ length: 100 }, (_, index) => `field${index}`)
    const kept = keptLabel('run_actor_sync', labelOf('run_actor_sync', { fields }))
    expect(readLabel(kept)).toEqual({ tool: 'run_actor_sync', view: {} })
  })

  it('says whose it is only where several people share an account', () => {
    const shared = (secret: string) => ({ ...environmentOf(secret), sharesAccount: true })
    const [ann, again, bob] = ['ann', 'ann', 'bob'].map((secret) => markOf(shared(secret)))
    expect(ann).toMatch(/^[\w-]{12}$/)
    expect(again).toBe(ann)
    expect(bob).not.toBe(ann)
    expect(markOf(alice)).toBeUndefined()
    const fields = Array.from({ length: 100 }, (_, index) => `field${index}`)
    for (const given of [{}, { fields }]) {
      const kept = keptLabel('run_actor_sync', labelOf('run_actor_sync', given, ann), ann)
      expect(readLabel(kept)).toEqual({ tool: 'run_actor_sync', view: {}, mark: ann })
    }
  })

  it.each(['', 'x', '!!', Buffer.from('{}').toString('base64url'), 'W10', 'WzFd'])(
    'is not one if it says nothing: %j',
    (label) => {
      expect(readLabel(label)).toBeUndefined()
    },
  )
})
