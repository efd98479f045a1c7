import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { FLAGS, PRINT_FLAGS, SOURCE_FLAGS } from '../../src/config/flags.ts'
import { HTTP_FLAGS } from '../../src/config/http-flags.ts'
import { OPTION_NAMES, readOptions } from '../../src/config/library-options.ts'

describe('the options', () => {
  it('match the flags of a server on stdin and stdout', () => {
    const others = new Set([...HTTP_FLAGS, ...SOURCE_FLAGS, ...PRINT_FLAGS])
    const flags = FLAGS.filter((flag) => !others.has(flag)).map(({ name }) => name)
    const named = flags.map((name) =>
      name.replace(/^no-/, '').replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()),
    )
    // For the program, the token and the API are variables, and log lines go to stderr.
    expect([...named, 'token', 'baseUrl', 'log'].toSorted()).toEqual(OPTION_NAMES.toSorted())
  })

  it.each<[given: unknown, says: string]>([
    [{ readonly: true }, 'createServer has no option readonly. The options are token,'],
    [{ readOnly: 'yes' }, 'readOnly takes true or false, not "yes".'],
    [{ maxResultTokens: 499 }, 'maxResultTokens takes a whole number from 500 to 25000, not 499.'],
    [{ maxResultTokens: 600.5 }, 'maxResultTokens takes a whole number'],
    [{ maxRunCostUsd: 0 }, 'maxRunCostUsd takes a number from 0.000001 to 1000000, not 0.'],
    [{ maxRunCostUsd: Number.NaN }, 'maxRunCostUsd takes a number'],
    [{ tools: 'runs' }, 'tools takes a list of one or more names, not "runs".'],
    [{ tools: [] }, 'tools takes a list of one or more names, not [].'],
    [{ tools: ['nope'] }, 'tools has an unknown name: "nope".'],
    [{ tools: ['export_items'] }, 'Set their folder with downloadDir.'],
    [{ token: '' }, 'token takes the text of an Apify API token.'],
    [{ token: 'a b' }, 'token contains characters that no token has.'],
    [{ token: 'a', baseUrl: 'ftp://a' }, 'baseUrl is not an http(s) URL: "ftp://a".'],
    [{ token: 'a', local: true }, 'local is for the local platform, but token selects the cloud.'],
    [{ baseUrl: 'http://a', actors: ['a'] }, 'but baseUrl selects the cloud. Leave out actors or'],
    [{ confirm: ['spend'] }, 'confirm takes a list of "paid" and "write", not ["spend"].'],
    [{ confirmFallback: 'allow' }, 'confirmFallback works with confirm only.'],
    [{ log: 'stderr' }, 'log takes a function'],
    ['token', 'The options of createServer must be an object.'],
    [null, 'The options of createServer must be an object.'],
  ])('are refused by name: %j', async (given, says) => {
    // @ts-expect-error plain JavaScript may pass anything
    await expect(createEmbeddedServer(given)).rejects.toThrow(says)
  })

  it('never repeat a token', async () => {
    // @ts-expect-error as above
    await expect(createEmbeddedServer({ token: ['apify_api_secret'] })).rejects.toThrow(
      /^token takes[^[]*$/,
    )
  })

  it('are not those of variables, which are for the program', () => {
    vi.stubEnv('APIFY_AGENT_TOOLS_READ_ONLY', 'true')
    vi.stubEnv('APIFY_AGENT_TOOLS_NOPE', 'true')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    expect(readOptions({ local: true }).config.readOnly).toBe(false)
  })

  it('take the proxy of the environment, which only the cloud needs', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://user:secret@proxy')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(createEmbeddedServer({ token: 'a' })).rejects.toThrow(
      /^HTTPS_PROXY is not the URL of an HTTP proxy\.(?!.*secret)/,
    )
    const lines: string[] = []
    const server = await createEmbeddedServer({ local: true, log: (line) => lines.push(line) })
    await server.close()
    expect(lines).toEqual([expect.stringMatching(/^HTTPS_PROXY .*ignores it(?!.*secret)/)])
  })
})
