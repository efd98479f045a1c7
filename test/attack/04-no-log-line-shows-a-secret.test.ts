import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import {
  ACCESS_KEY,
  FORMLESS,
  PLANTED,
  shownIn,
  startPoisoned,
  uriSpellings,
} from '../support/attack/secrets.ts'

const OPERATOR = 'operators-token-0123456789-of-all'
const HTTP_DOORS = DOORS.filter(({ transport }) => transport === 'HTTP')

/** Methods that are a secret, or have one where a line cuts them. */
const methodsWith = (secret: string) => [
  secret,
  ...uriSpellings(secret),
  `tools/${secret}`,
  ...[40, 50, 55].map((length) => `${'m'.repeat(length)}${secret}`),
]

describe.each(HTTP_DOORS)('$name', (door) => {
  it(`04 a method that is a token of a client is not logged, over ${door.name}`, async () => {
    const secrets = [PLANTED, FORMLESS]
    const fake = await startPoisoned(FORMLESS, secrets)
    const { ask, written } = await openServer(door, { fake })
    const methods = secrets.flatMap(methodsWith)
    for (const method of methods) await ask(method)
    await expect
      .poll(() => written().match(/"msg":"request"/g)?.length)
      .toBeGreaterThanOrEqual(methods.length)
    expect(shownIn(written(), secrets)).toEqual([])
    expect(written()).toContain('[redacted]')
  })

  it(`04 what the server knows is not logged, over ${door.name}`, async () => {
    const secrets = [OPERATOR, ACCESS_KEY]
    const fake = await startPoisoned(OPERATOR, secrets)
    const env = { APIFY_TOKEN: OPERATOR, MCP_ACCESS_KEY: ACCESS_KEY }
    const server = await openServer(door, { fake, env, args: ['--shared-token'] })
    const methods = secrets.flatMap(methodsWith)
    for (const method of methods) await server.ask(method, {}, ACCESS_KEY)
    const { origin } = new URL(server.url ?? '')
    for (const secret of secrets) {
      const texts = [`/${secret}`, `/mcp?token=${encodeURIComponent(secret)}`, '/metrics', '/mcp']
      for (const path of texts) {
        const headers = { authorization: `Bearer ${secret}x`, origin: `http://${OPERATOR}.example` }
        const answer = await fetch(origin + path, { method: 'POST', headers })
        expect(shownIn(await answer.text(), secrets)).toEqual([])
      }
    }
    await expect
      .poll(() => written(server).match(/"msg":"request"/g)?.length)
      .toBeGreaterThanOrEqual(methods.length)
    expect(shownIn(server.written(), secrets)).toEqual([])
  })
})

const written = (server: { written(): string }) => server.written()
