import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CERTIFICATE } from '../../../support/fake-apify/certificate.ts'
import { makeFolder } from '../../../support/folder.ts'
import { call, post } from '../../../support/http.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { startOauth } from '../../../support/oauth-server.ts'
import { startProxy } from '../../../support/recording-proxy.ts'

it('the keys of an issuer elsewhere are read through the proxy of the server', async () => {
  const certificate = join(await makeFolder(), 'certificate.pem')
  await writeFile(certificate, CERTIFICATE)
  const [issuer, proxy] = await Promise.all([
    startIssuer({ name: 'auth.faults.test', path: '/team' }),
    startProxy(),
  ])
  const env = { HTTPS_PROXY: proxy.at(), NODE_EXTRA_CA_CERTS: certificate }
  const { url, tokenFor } = await startOauth({ issuer, env })
  const token = await tokenFor('apify:read')
  expect((await post(url, call(1, 'whoami'), { token })).status).toBe(200)
  const { host } = new URL(issuer.url)
  // Apify is on this machine here, which needs no proxy.
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${host}`]))
})

it('what is wrong with the proxy is in the log, without its password', async () => {
  const [issuer, proxy] = await Promise.all([
    startIssuer({ name: 'auth.faults.test' }),
    startProxy(),
  ])
  const { url, tokenFor, logged, stderr } = await startOauth({
    issuer,
    env: { HTTPS_PROXY: proxy.at('wrong-swordfish') },
  })
  const { msg } = await logged((line) => line.msg.includes('its keys cannot be read'))
  expect(msg).toContain('HTTPS_PROXY')
  const token = await tokenFor('apify:read')
  expect((await post(url, call(1, 'whoami'), { token })).status).toBe(503)
  expect(stderr()).not.toContain('swordfish')
})
