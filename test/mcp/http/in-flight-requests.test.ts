import { describe, expect, it } from 'vitest'
import { type InFlightPost, InFlightRequests } from '../../../src/mcp/http/in-flight-requests.ts'

/** A POST of a client, and what happened to it. */
function postOf(tenant: string, sessionId: string | undefined, ...ids: (string | number)[]) {
  const events: string[] = []
  const post: InFlightPost = {
    tenant,
    sessionId,
    requestIds: new Set(ids),
    cancel: (id) => events.push(`cancelled ${id}`),
    end: (message) => events.push(message),
  }
  return { post, events }
}

describe('a cancellation', () => {
  it.each<[what: string, tenant: string, sessionId: string, id: string | number]>([
    ['another tenant', 'b', 's', 1],
    ['another session', 'a', 't', 1],
    ['another id', 'a', 's', 2],
    ['an id of another type', 'a', 's', '1'],
  ])('of %s reaches no request', (_, tenant, sessionId, id) => {
    const inFlight = new InFlightRequests()
    const { post, events } = postOf('a', 's', 1)
    inFlight.add(post)
    inFlight.cancel({ tenant, sessionId, requestId: id })
    expect(events).toEqual([])
  })

  it('reaches the request that it names, until that is removed', () => {
    const inFlight = new InFlightRequests()
    const { post, events } = postOf('a', 's', 1, 2)
    const remove = inFlight.add(post)
    expect(inFlight.size).toBe(1)
    inFlight.cancel({ tenant: 'a', sessionId: 's', requestId: 2 })
    remove()
    inFlight.cancel({ tenant: 'a', sessionId: 's', requestId: 1 })
    expect(events).toEqual(['cancelled 2'])
    expect(inFlight.size).toBe(0)
  })

  it('reaches none of two requests that it could mean', () => {
    const inFlight = new InFlightRequests()
    const posts = [postOf('a', 's', 1), postOf('a', 's', 1)]
    for (const { post } of posts) inFlight.add(post)
    inFlight.cancel({ tenant: 'a', sessionId: 's', requestId: 1 })
    expect(posts.flatMap(({ events }) => events)).toEqual([])
  })
})

describe('a POST whose client is gone', () => {
  it('is no request, but can be cancelled until its work is done', () => {
    const inFlight = new InFlightRequests()
    const { post, events } = postOf('a', 's', 1, 2)
    inFlight.add(post)()
    const done = inFlight.leave(post)
    expect(inFlight.size).toBe(0)
    inFlight.cancel({ tenant: 'a', sessionId: 's', requestId: 1 })
    done()
    inFlight.cancel({ tenant: 'a', sessionId: 's', requestId: 2 })
    expect(events).toEqual(['cancelled 1'])
  })

  it('is waited for at the shutdown, and ended', async () => {
    const inFlight = new InFlightRequests()
    const { post, events } = postOf('a', 's', 1)
    const answered = inFlight.trackRequest()
    const done = inFlight.leave(post)
    answered()
    const drained = inFlight.drained(60_000)
    inFlight.endAll('bye')
    expect(events).toEqual(['bye'])
    done()
    await drained
  })
})

describe('the shutdown', () => {
  it('ends all requests', () => {
    const inFlight = new InFlightRequests()
    const posts = [postOf('a', 's', 1), postOf('b', undefined, 2)]
    for (const { post } of posts) inFlight.add(post)
    inFlight.close()
    inFlight.endAll('bye')
    expect(inFlight.isClosed).toBe(true)
    expect(posts.map(({ events }) => events)).toEqual([['bye'], ['bye']])
  })

  it('ends subscriptions at once, which count as no request', () => {
    const inFlight = new InFlightRequests()
    const [open, ended] = [postOf('a', undefined, 1), postOf('a', undefined, 2)]
    inFlight.addSubscription(open.post)
    inFlight.addSubscription(ended.post)()
    expect(inFlight.size).toBe(0)
    inFlight.close()
    expect([open.events, ended.events]).toEqual([['The server is shutting down.'], []])
  })

  it('waits until every request is answered', async () => {
    const inFlight = new InFlightRequests()
    const answered = [inFlight.trackRequest(), inFlight.trackRequest()]
    const drained = inFlight.drained(60_000)
    for (const answer of answered) answer()
    await drained
    await inFlight.drained(60_000)
  })

  it('does not wait beyond its limit', async () => {
    const inFlight = new InFlightRequests()
    inFlight.trackRequest()
    await inFlight.drained(1)
  })
})
