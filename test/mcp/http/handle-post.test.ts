import { describe, expect, it } from 'vitest'
import { call, cancelled, openSession, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

describe('--max-concurrency', () => {
  it('refuses the next call, accepts a cancellation, and recovers', async () => {
    const fake = await seed()
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    const { url } = await startHttp({ fake, args: ['--max-concurrency=2'] })
    const { token } = fake
    const headers = await openSession(url, token)
    const slow = [1, 2].map((id) =>
      post(url, call(id, 'get_run', { runId: 'run1', waitSecs: 45 }), { token, headers }),
    )
    const streams = await Promise.all(slow)
    const refused = await post(url, call(3, 'whoami'), { token })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await post(url, cancelled(1), { token, headers })).status).toBe(202)
    await streams[0]?.text()
    expect((await post(url, call(4, 'whoami'), { token })).status).toBe(200)
  })
})
