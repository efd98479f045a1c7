import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import {
  ACCESS_KEY,
  echoing,
  FORMLESS,
  PLANTED,
  READING,
  shownIn,
  startPoisoned,
} from '../support/attack/secrets.ts'
import { makeFolder } from '../support/folder.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'

/** A token of the operator, without a form, behind an access key. */
const OPERATOR = 'operators-token-0123456789-of-all'

describe.each(DOORS)('$name', (door) => {
  it(`01 the token of the call and tokens in data are never shown, over ${door.name}`, async () => {
    const secrets = [PLANTED, FORMLESS]
    const fake = await startPoisoned(FORMLESS, secrets)
    const { ask, written } = await openServer(door, { fake })
    for (const [method, params] of [...READING, ...secrets.flatMap(echoing)]) {
      const answer = JSON.stringify(await ask(method, params))
      expect(shownIn(answer, secrets), `${method} ${JSON.stringify(params)}: ${answer}`).toEqual([])
    }
    expect(shownIn(written(), secrets)).toEqual([])
    expect(written()).toContain('apify_api_[redacted]')
  })

  it(`01 completions are no oracle for a secret, over ${door.name}`, async () => {
    const fake = await startPoisoned(FORMLESS, [PLANTED])
    const { ask } = await openServer(door, { fake })
    const complete = async (value: string) => {
      const { result } = await ask('completion/complete', {
        ref: { type: 'ref/resource', uri: 'apify://store/{storeId}/{recordKey}' },
        argument: { name: 'recordKey', value },
        context: { arguments: { storeId: 'store1' } },
      })
      return result
    }
    const right = await complete(PLANTED.slice(0, 14))
    expect(right).toEqual(await complete(`${PLANTED.slice(0, 13)}_`))
  })

  it(`01 the token of a local run is never shown, over ${door.name}`, async () => {
    const dir = await makeFolder()
    const code = `
      const reversed = [...APIFY_TOKEN].reverse().join('')
      console.log('token ' + APIFY_TOKEN)
      console.log('reversed ' + reversed)
      const url = APIFY_API_BASE_URL + '/v2/datasets/' + process.env.ACTOR_DEFAULT_DATASET_ID + '/items'
      const headers = { authorization: 'Bearer ' + APIFY_TOKEN, 'content-type': 'application/json' }
      const body = JSON.stringify([{ [APIFY_TOKEN]: url + '?token=' + APIFY_TOKEN }])
      await fetch(url, { method: 'POST', headers, body })`
    await writeActor(join(dir, 'actor'), code)
    const args = ['--local', join(dir, 'data'), '--actors', join(dir, 'actor')]
    const { call, ask, written } = await openServer(door, { args })
    const { structured } = await call('run_actor_sync', { actorId: 'local/tester', waitSecs: 50 })
    const { runId } = Object(structured.run)
    const log = await call('get_log', { runId })
    await call('list_dataset_items', { runId })
    await ask('resources/read', { uri: `apify://run/${runId}/log` })
    const [, reversed = ''] = /reversed (\w{20,})/.exec(log.text) ?? []
    const token = [...reversed].reverse().join('')
    expect(token).toMatch(/^apify_api_\w+$/)
    for (const [method, params] of echoing(token)) await ask(method, params)
    expect(shownIn(written(), [token])).toEqual([])
  })
})

describe.each(DOORS.filter(({ transport }) => transport === 'HTTP'))('$name', (door) => {
  it(`01 the operator's token and the access key are never shown, over ${door.name}`, async () => {
    const secrets = [PLANTED, OPERATOR, ACCESS_KEY]
    const fake = await startPoisoned(OPERATOR, secrets)
    const env = { APIFY_TOKEN: OPERATOR, MCP_ACCESS_KEY: ACCESS_KEY }
    const { ask, written } = await openServer(door, { fake, env, args: ['--shared-token'] })
    for (const [method, params] of [...READING, ...secrets.flatMap(echoing)]) {
      const answer = JSON.stringify(await ask(method, params, ACCESS_KEY))
      expect(shownIn(answer, secrets), `${method} ${JSON.stringify(params)}: ${answer}`).toEqual([])
    }
    expect(shownIn(written(), secrets)).toEqual([])
  })
})
