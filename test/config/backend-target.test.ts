import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUNDLED_ACTORS } from '../../src/config/actor-folders.ts'
import { cloudTarget, localTarget } from '../../src/config/backend-target.ts'
import { UsageError } from '../../src/config/usage-error.ts'

describe('the cloud', () => {
  it.each([
    [undefined, 'https://api.apify.com'],
    ['https://api.example.com', 'https://api.example.com'],
    ['http://localhost:8080/base//', 'http://localhost:8080/base'],
    ['https://api.apify.com/', 'https://api.apify.com'],
    ['https://api.apify.com/v2', 'https://api.apify.com'],
    ['https://api.apify.com/v2/', 'https://api.apify.com'],
    [' https://API.apify.com:443//v2// ', 'https://api.apify.com'],
    ['https://gw.corp/apify', 'https://gw.corp/apify'],
    ['https://gw.corp//apify/v2/', 'https://gw.corp/apify'],
    ['https://gw.corp/v2/apify', 'https://gw.corp/v2/apify'],
    ['https://gw.corp/apiv2', 'https://gw.corp/apiv2'],
    ['http://127.0.0.1:8010/V2', 'http://127.0.0.1:8010'],
  ])('at %j is called at %s', (address, baseUrl) => {
    expect(cloudTarget(address, 'a')).toMatchObject({ mode: 'cloud', baseUrl, token: 'a' })
  })

  it('needs no token', () => {
    expect(cloudTarget(undefined, undefined)).toMatchObject({ token: undefined })
  })

  it.each([
    'not a url',
    'ftp://example.com',
    'http://',
    'localhost:8080',
    'api.apify.com/v2',
    '//api.apify.com',
    ' ',
    '',
  ])('cannot be at %j', (address) => {
    expect(() => cloudTarget(address, 'a')).toThrow(UsageError)
    expect(() => cloudTarget(address, 'a')).toThrow('APIFY_API_BASE_URL is not an http(s) URL')
  })

  it.each([
    'https://api.apify.com/?token=secret',
    'https://api.apify.com/v2?',
    'https://api.apify.com/#secret',
  ])('cannot be at %j, which is not shown', (address) => {
    expect(() => cloudTarget(address, 'a')).toThrow(
      /^APIFY_API_BASE_URL has a query or a fragment(?!.*secret)/s,
    )
  })

  it.each(['two words', 'a\nb', '"quoted"', 'secret=x'])(
    'does not accept the token %j',
    (token) => {
      expect(() => cloudTarget(undefined, token)).toThrow(/^APIFY_TOKEN (?!.*(?:secret|words))/s)
    },
  )
})

describe('the local platform', () => {
  it('has a folder in the home of the user by default', () => {
    const target = localTarget(undefined, undefined, { HOME: homedir() })
    expect(target).toMatchObject({ mode: 'local', isDefaultDir: true, actorDirs: undefined })
    expect(target).toHaveProperty('dir', expect.stringMatching(/apify-agent-tools$/))
  })

  it.runIf(process.platform === 'linux')('follows XDG_DATA_HOME', () => {
    const target = localTarget(undefined, undefined, { XDG_DATA_HOME: '/data' })
    expect(target).toMatchObject({ dir: '/data/apify-agent-tools' })
    const relative = localTarget(undefined, undefined, { XDG_DATA_HOME: 'data' })
    expect(relative).toEqual(localTarget(undefined, undefined, {}))
  })

  it('has absolute folders', () => {
    const target = localTarget('data', ['a', '/b'], {})
    expect(target).toEqual({
      mode: 'local',
      dir: resolve('data'),
      isDefaultDir: false,
      actorDirs: [resolve('a'), resolve('/b')],
    })
  })

  it.each([
    ['~', homedir()],
    ['~/x', join(homedir(), 'x')],
    ['~x', resolve('~x')],
    ['a/~', resolve('a/~')],
  ])('has %s at %s, although no shell expands it', (given, path) => {
    expect(localTarget(given, [given], {})).toMatchObject({ dir: path, actorDirs: [path] })
  })

  it('knows the bundled Actors by a name, beside a folder of that name', () => {
    const { actorDirs } = {
      actorDirs: undefined,
      ...localTarget('d', ['bundled', './bundled'], {}),
    }
    expect(actorDirs).toEqual([BUNDLED_ACTORS, resolve('bundled')])
  })
})
