import { describe, expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { setupHint } from '../../src/app/setup-hint.ts'
import { readConfig } from '../../src/config/config.ts'
import { readSettings } from '../../src/config/settings.ts'
import {
  base64,
  demandPayments,
  payment,
  SETTLEMENT,
  TERMS,
} from '../support/fake-apify/payments.ts'
import { answerIn, call } from '../support/http.ts'
import { paid, RUN_IT } from '../support/paying-server.ts'
import { seed } from '../support/seeded-server.ts'
import { MAIN } from '../support/server-options.ts'
import { startWorkers } from '../support/workers.ts'

describe('a server in a program', () => {
  it('takes a payment with a call, and returns what became of it', async () => {
    const fake = await seed()
    const { sent } = demandPayments(fake)
    const server = await createEmbeddedServer({ baseUrl: fake.url, payments: 'x402' })
    onTestFinished(() => server.close())
    const terms = await server.callTool('run_actor', RUN_IT)
    expect(terms).toMatchObject({ isError: true, structuredContent: TERMS })
    const done = await server.callTool('run_actor', RUN_IT, { meta: paid(payment()) })
    expect(done.isError).toBeUndefined()
    expect(done._meta).toEqual({ 'x402/payment-response': SETTLEMENT })
    for (const one of sent) expect(one.authorization).toBeUndefined()
  })

  it.each<[options: object, says: string]>([
    [{ payments: 'cash' }, 'payments takes "x402" or "skyfire"'],
    [{ payments: 'x402', local: true }, 'local is for the local platform, but payments selects'],
  ])('refuses %j', async (options, says) => {
    await expect(createEmbeddedServer(options)).rejects.toThrow(says)
  })
})

describe('workers', () => {
  it('take payments as one process does', async () => {
    const fake = await seed()
    demandPayments(fake)
    const server = await startWorkers({
      args: ['--payments=x402'],
      env: { APIFY_API_BASE_URL: fake.url },
    })
    const ask = async (worker: number, meta?: object) => {
      const { post } = await server.connectTo(worker)
      return (await answerIn(await post(server.url, call(1, 'run_actor', RUN_IT, meta)))).result
    }
    expect((await ask(1))?.structuredContent).toEqual(TERMS)
    const done = await ask(2, paid(payment()))
    expect(done?._meta).toEqual({ 'x402/payment-response': SETTLEMENT })
    expect(server.stderr()).not.toContain(base64(payment()))
  })
})

describe('the settings for a client', () => {
  it.each([
    [{}, undefined],
    [{ APIFY_TOKEN: 'apify_api_secretOfTheTest' }, 'your-token'],
  ])('name a token only if there is one: %j', (env, token) => {
    const flags = ['--payments=x402']
    const text = setupHint(readConfig(flags, env), {
      execPath: 'node',
      script: MAIN,
      settings: readSettings(flags, env),
    })
    expect(text).toContain('calls pay for their runs by x402')
    const { mcpServers } = JSON.parse(/^\{\n[\s\S]*?^\}/m.exec(text)?.[0] ?? '')
    expect(mcpServers.apify.env?.APIFY_TOKEN).toBe(token)
    expect(mcpServers.apify.args).toContain('--payments=x402')
  })
})
