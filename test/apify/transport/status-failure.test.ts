import { describe, expect, it } from 'vitest'
import type { ApiResource } from '../../../src/apify/transport/api-resource.ts'
import { statusFailure } from '../../../src/apify/transport/status-failure.ts'

const RUN: ApiResource = { kind: 'run', id: 'run1' }
const ACTOR: ApiResource = { kind: 'Actor', id: 'alice/crawler' }
const DATASET: ApiResource = { kind: 'dataset', id: 'data1' }
const STORE: ApiResource = { kind: 'key-value store', id: 'store1' }
const ACCOUNT: ApiResource = { kind: 'account' }

const body = (message: string, more: object = {}) =>
  JSON.stringify({ error: { type: 'some-type', message, ...more } })

describe('an error status', () => {
  it.each<[status: number, resource: ApiResource, parts: string[]]>([
    [400, RUN, ['request for the run "run1" was rejected (400)', 'Correct the arguments']],
    [400, ACTOR, ['Actor "alice/crawler"', '`get_actor`', '`validate_input`']],
    [400, { kind: 'task', id: 'alice/nightly' }, ['task "alice/nightly"', '`validate_input`']],
    [401, RUN, ['token (401)', 'APIFY_TOKEN', 'settings/integrations', 'Bearer']],
    [402, ACTOR, ['(402)', '`whoami`', 'console.apify.com/billing', '`maxTotalChargeUsd`']],
    [403, RUN, ['run "run1" (403)', 'permission', 'settings/integrations']],
    [404, ACTOR, ['Actor "alice/crawler" was not found (404)', '`search_actors`', '`user/name`']],
    [404, RUN, ['run "run1"', '`list_runs`', '`run_actor`']],
    [404, { kind: 'log', id: 'run1' }, ['log "run1"', '`runId`']],
    [404, DATASET, ['dataset "data1"', '`get_run`', '`list_storages`']],
    [404, STORE, ['key-value store "store1"', '`get_run`', '`list_storages`']],
    [404, { kind: 'record', id: 'A' }, ['record "A"', '`recordKey`', '`list_records`']],
    [404, { kind: 'Store' }, ['The Store was not found', 'APIFY_API_BASE_URL']],
    [408, RUN, ['run "run1" timed out (408)', 'Call again']],
    [413, DATASET, ['too large', '(413)', 'smaller parts']],
    [429, RUN, ['(429)', 'Wait', 'call again']],
    [500, ACCOUNT, ['answered 500 for the account', 'again in a minute', 'status.apify.com']],
    [503, RUN, ['answered 503 for the run "run1"', 'status.apify.com']],
    [418, RUN, ['answered 418 for the run "run1"', 'Check the arguments.']],
  ])('%i for %j says what happened and what to do', (status, resource, parts) => {
    const failure = statusFailure(status, body('Not now'), undefined, resource)
    for (const part of ['Not now. ', ...parts]) expect(failure.message).toContain(part)
    expect(failure).toMatchObject({ status, delivery: 'answered', apiMessage: 'Not now.' })
  })

  it('includes the wait that the API asks for, in full seconds', () => {
    const failure = statusFailure(429, body('Later'), 1200, RUN)
    expect(failure.message).toContain('The API asks you to wait 2 s.')
    expect(failure.retryAfterMs).toBe(1200)
  })

  it.each([
    [408, true],
    [429, true],
    [500, true],
    [400, false],
    [404, false],
  ])('%i is transient: %j', (status, transient) => {
    expect(statusFailure(status, '', undefined, RUN).transient).toBe(transient)
  })
})

describe("the API's message", () => {
  it.each([
    ['', ''],
    ['{"error":{"type":5}}', ''],
    ['{"error":{"message":["a",5]}}', 'a.'],
    ['{"error":"Forbidden"}', 'Forbidden.'],
    ['{"error":"Forbidden","message":"No route"}', 'No route.'],
    ['{"message":"Denied"}', 'Denied.'],
    ['{"Message":"Denied"}', 'Denied.'],
    ['{"detail":"Denied"}', 'Denied.'],
    ['{"detail":[{"loc":["a"],"msg":"Denied"}]}', 'Denied.'],
    ['{"title":"Denied","status":403}', 'Denied.'],
    ['{"errors":[{"message":"Denied"}]}', 'Denied.'],
    ['{"error":"denied","error_description":"No scope"}', 'No scope.'],
    ['{"statusCode":403}', ''],
    ['["Denied"]', 'Denied.'],
    ['{"error":{"type":"some-type"}}', 'some-type.'],
    [body('Stop!'), 'Stop!'],
    [body('<b>Not</b>\n\u0000 <script>now</script>'), 'Not now.'],
    [body(`${'x'.repeat(500)}`), `${'x'.repeat(400)}.`],
  ])('of %s is %j', (text, message) => {
    const failure = statusFailure(403, text, undefined, RUN)
    expect(failure.apiMessage).toBe(message)
    expect(failure.message).toContain(message ? `(403): ${message} Give` : '(403). Give')
  })
})

describe('an answer that is not from the API', () => {
  const page = (title: string) =>
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head></html>`

  it.each<[status: number, body: string, shown: string, remedy: string]>([
    [403, page('Access denied'), '(403: Access denied)', 'token is not the cause'],
    [403, page('Just a moment...'), '(403: Just a moment...)', 'allow requests to the API'],
    [401, '<html><title>Sign\n in</title>', '(401: Sign in)', 'token is not the cause'],
    [403, '<?xml version="1.0"?><Error><Message>Expired</Message></Error>', '(403: Expired)', ''],
    [403, '<html><h1>Forbidden</h1><script>alert(1)</script>', '(403)', 'token is not the cause'],
    [404, '  <center>nginx</center>', '(404)', 'APIFY_API_BASE_URL'],
    [400, page('Bad request'), '(400: Bad request)', 'HTTPS_PROXY'],
    [502, page('502 Bad Gateway'), '(502: 502 Bad Gateway)', 'again in a minute'],
    [503, 'upstream connect error', '(503: upstream connect error)', 'again in a minute'],
    [429, 'error code: 1015', '(429: error code: 1015)', 'again in a minute'],
    [511, page('Login'), '(511: Login)', 'open a web page in a browser'],
    [302, page('Moved'), '(302: Moved)', 'APIFY_API_BASE_URL'],
    [503, '\u0001\ufffd', '(503)', 'again in a minute'],
  ])('%i %j is told from it', (status, text, shown, remedy) => {
    const failure = statusFailure(status, text, undefined, RUN)
    expect(failure).toMatchObject({ status, delivery: 'answered', foreign: true })
    expect(failure.message).toContain('run "run1" is not JSON, so it is not from Apify\'s API')
    expect(failure.message).toContain(`a proxy, firewall or gateway answered ${shown}.`)
    expect(failure.message).toContain(remedy)
    expect(failure.message).not.toMatch(/permission|not allowed|<|\n/)
  })

  it('has a title of one short line', () => {
    const { happened } = statusFailure(403, page('very \u0000\nlong '.repeat(999)), undefined, RUN)
    expect(happened.length).toBeLessThan(300)
  })

  it.each(['{"error":{"message":"cut', '[', '{}', ''])('is not %j', (text) => {
    expect(statusFailure(403, text, undefined, RUN).foreign).toBe(false)
  })

  it('keeps the wait that it asks for', () => {
    const failure = statusFailure(503, page('Busy'), 1200, RUN)
    expect(failure).toMatchObject({ retryAfterMs: 1200, transient: true })
    expect(failure.message).toContain('It asks you to wait 2 s.')
  })
})

it('a redirect that is not followed names what to check', () => {
  expect(statusFailure(307, '', undefined, RUN).message).toContain('APIFY_API_BASE_URL')
})

describe('rejected items', () => {
  it('are listed by position with their reasons', () => {
    const invalidItems = [
      {
        itemPosition: 0,
        validationErrors: [{ instancePath: '/price', message: 'must be number' }],
      },
      { itemPosition: 2, validationErrors: [{ instancePath: '', message: "must have 'url'" }] },
      { itemPosition: 3 },
    ]
    const text = body('Schema validation failed', { data: { invalidItems } })
    const { message } = statusFailure(400, text, undefined, DATASET)
    expect(message).toContain('Schema validation failed. No item of this batch was stored.')
    expect(message).toContain('items[0]: /price must be number; ')
    expect(message).toContain("items[2]: must have 'url'; items[3]: is invalid.")
  })

  it('beyond ten are counted', () => {
    const invalidItems = Array.from({ length: 12 }, (_, itemPosition) => ({ itemPosition }))
    const text = body('No', { data: { invalidItems } })
    const { message } = statusFailure(400, text, undefined, DATASET)
    expect(message).toContain('items[9]: is invalid; and 2 more.')
    expect(message).not.toContain('items[10]')
  })
})
