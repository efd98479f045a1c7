import { describe, expect, it } from 'vitest'
import { answerIn, call, INITIALIZE, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

describe('operational endpoints', () => {
  it('/healthz reports liveness and the version', async () => {
    const { base } = await startHttp()
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
    expect((await fetch(`${base}/healthz`, { method: 'HEAD' })).status).toBe(200)
  })

  it('/metrics counts calls by tool and outcome, and retried requests', async () => {
    const fake = await seed()
    let broken = 1
    fake.on('GET /v2/users/me', (_, response) => {
      if (broken-- <= 0) return 'pass'
      response.writeHead(503).end()
      return undefined
    })
    const { url, base } = await startHttp({ fake })
    const { token } = fake
    await (await post(url, call(1, 'whoami'), { token })).text()
    await (await post(url, call(2, 'get_run', { runId: 'none' }), { token })).text()
    await (await post(url, call(3, 'made_up_tool'), { token })).text()
    await (await post(url, call(4, 'whoami'))).text()
    const response = await fetch(`${base}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    const lines = text.split('\n')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="whoami",outcome="ok"} 1')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="get_run",outcome="error"} 1')
    expect(lines).toContain('apify_agent_tools_calls_total{tool="unknown",outcome="error"} 1')
    expect(lines).toContain('apify_agent_tools_call_duration_seconds_count{tool="whoami"} 1')
    expect(lines).toContain('apify_agent_tools_upstream_retries_total 1')
    expect(lines).toContain('apify_agent_tools_calls_in_flight 0')
    expect(lines).toContain('apify_agent_tools_http_responses_total{status="401"} 1')
    expect(text).not.toContain('made_up_tool')
    expect(text).not.toContain(token)
  })

  it('the log has a line for each call and never contains a token', async () => {
    const fake = await seed()
    const { url, logged, stderr } = await startHttp({ fake })
    await (await post(url, call(1, 'whoami'), { token: fake.token })).text()
    await fetch(`${url}?token=apify_api_inTheUrl`)
    const line = await logged(({ msg, status }) => msg === 'request' && status === 200)
    expect(line).toMatchObject({
      level: 'info',
      method: 'POST',
      path: '/mcp',
      methods: ['tools/call'],
      calls: [{ tool: 'whoami', outcome: 'ok' }],
    })
    await logged(({ status }) => status === 400)
    expect(stderr()).not.toContain(fake.token)
    expect(stderr()).not.toContain('inTheUrl')
  })

  it('any server accepts the session id', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const first = await post(url, INITIALIZE, { token: fake.token })
    const second = await post(url, INITIALIZE, { token: fake.token })
    const [one, two] = [first, second].map(({ headers }) => headers.get('mcp-session-id'))
    expect(one).not.toBe(two)
    const headers = { 'mcp-session-id': 'of-another-replica' }
    const answer = await post(url, call(2, 'whoami'), { token: fake.token, headers })
    expect(await answerIn(answer)).toHaveProperty('result.structuredContent.username', 'alice')
  })
})
