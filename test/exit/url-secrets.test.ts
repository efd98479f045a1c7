import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { withoutUrlSecrets } from '../../src/exit/url-secrets.ts'

const R = '[redacted]'
/** Random by its form, and the same in each run. */
const digest = (seed: number) => createHash('sha256').update(`${seed}`).digest()

describe('a URL without its secrets', () => {
  it.each<[url: string, shown: string]>([
    // Users and passwords.
    ['https://user:pa@ss@a.b/c', `https://${R}@a.b/c`],
    ['https://token@github.com/a/b.git#main', `https://${R}@github.com/a/b.git#main`],
    ['ssh://git:pw@a.b:22/c.git', `ssh://${R}@a.b:22/c.git`],
    // Parameters.
    ['https://a.b/hook?token=x&a=1', `https://a.b/hook?token=${R}&a=1`],
    ['https://a.b/hook?a=1&key=x', `https://a.b/hook?a=1&key=${R}`],
    ['https://a.b/f.tgz?X-Amz-Signature=x#y', `https://a.b/f.tgz?X-Amz-Signature=${R}#y`],
    ['https://a.b/hook?a=1&amp;sig=x', `https://a.b/hook?a=1&amp;sig=${R}`],
    ['https://a.b/hook?%74oken=x', `https://a.b/hook?%74oken=${R}`],
    ['https://a.b/hook#access_token=x', `https://a.b/hook#access_token=${R}`],
    ['https://a.b/hook;secret=x?a=1', `https://a.b/hook;secret=${R}?a=1`],
    ['https://a.b/?to=https://u:p@c.d', `https://a.b/?to=${R}`],
    ['https://a.b/?to=https%3A%2F%2Fc.d%2F%3Ftoken%3Dx&a=1', `https://a.b/?to=${R}&a=1`],
    // Paths of well-known webhooks, with secrets that do not look random.
    [
      'https://hooks.slack.com/services/T0AB/B0CD/short',
      `https://hooks.slack.com/services/T0AB/B0CD/${R}`,
    ],
    [
      'https://hooks.slack.com/triggers/T0AB/123/short',
      `https://hooks.slack.com/triggers/T0AB/123/${R}`,
    ],
    ['https://discord.com/api/webhooks/123/short', `https://discord.com/api/webhooks/123/${R}`],
    [
      'https://discordapp.com/api/v10/webhooks/123/short/slack',
      `https://discordapp.com/api/v10/webhooks/123/${R}/slack`,
    ],
    [
      'https://hooks.zapier.com/hooks/catch/123456/o1a2bc/',
      `https://hooks.zapier.com/hooks/catch/123456/${R}/`,
    ],
    [
      'https://api.telegram.org/bot123:short/sendMessage',
      `https://api.telegram.org/bot123${R}/sendMessage`,
    ],
    [
      'https://maker.ifttt.com/trigger/done/with/key/short',
      `https://maker.ifttt.com/trigger/done/with/key/${R}`,
    ],
    // Any other path and query with a random token.
    [
      'https://n8n.example.com/webhook/3f2b8c1e-9d4a-4e6f-8b7a-0c1d2e3f4a5b',
      `https://n8n.example.com/webhook/${R}`,
    ],
    [
      'https://hook.eu1.make.com/8x2kq9v4m1z7p3t6w5y0r2n8b4c6d1f3',
      `https://hook.eu1.make.com/${R}`,
    ],
    ['https://a.b/?aB3dE5fG7hI9jK1lM3nO5p', `https://a.b/?${R}`],
  ])('%s', (url, shown) => {
    expect(withoutUrlSecrets(url)).toBe(shown)
  })

  it.each([
    'https://example.com:8080/hooks/orders/2026-01-02?b=1&page=2#top',
    'https://example.com/my-long-webhook-name-for-nightly-orders-2026',
    'https://example.com/getCustomerOrderByIdentifier/createOrUpdateDocument',
    'https://example.com/listAllOpenOrdersOfUser/2026-01-02T03-04-05Z/release-v1.2.3-rc1-build45',
    'https://api.apify.com/v2/acts/HG7ML7M8z78YcAPEB/runs?waitForFinish=60',
    'https://github.com/alice/crawler.git#main:actors/one',
    'https://discord.com/channels/112233445566778899/112233445566778899',
    'https://a.b/@c/%C3%84rger/日本',
    'see https://a.b/@c, mail a@b.c; token=x stands in no URL',
    `no URL: ${'aB3dE5fG7h'.repeat(4)}`,
  ])('stays as it is: %s', (url) => {
    expect(withoutUrlSecrets(url)).toBe(url)
  })

  it('has no random token, of any usual alphabet', () => {
    const shown: string[] = []
    for (let seed = 0; seed < 200; seed++) {
      const bytes = digest(seed)
      const tokens = [
        bytes.toString('hex'),
        bytes.toString('hex').slice(0, 32),
        bytes.toString('base64url'),
      ]
      const url = withoutUrlSecrets(`https://a.b/${tokens.join('/')}?x=${tokens.at(-1)}`)
      if (tokens.some((token) => url.includes(token))) shown.push(url)
    }
    expect(shown).toEqual([])
    expect(withoutUrlSecrets(`https://a.b/${randomUUID()}`)).toBe(`https://a.b/${R}`)
  })

  it('is found in a text, in JSON too', () => {
    const text =
      '{"a":"https://u:p@a.b/c?token=x","b":"http://a.b/?c=1\\u0026key=y"} (https://c.d/)'
    expect(withoutUrlSecrets(text)).toBe(
      `{"a":"https://${R}@a.b/c?token=${R}","b":"http://a.b/?c=1\\u0026key=${R}"} (https://c.d/)`,
    )
  })

  it.each(['://', '://a@', '?a', '&token=', '/key', 'a1-', ';', '%2', 'https'])(
    'takes linear time for %j a million times over',
    (part) => {
      const text = `https://a.b/${part.repeat(1_000_000 / part.length)}`
      const start = performance.now()
      withoutUrlSecrets(text)
      expect(performance.now() - start).toBeLessThan(5000)
    },
  )
})
