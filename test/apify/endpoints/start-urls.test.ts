import { describe, expect, it } from 'vitest'
import { refuseStartUrl } from '../../../src/apify/endpoints/start-urls.ts'

describe('the URL of a webhook', () => {
  it.each([
    ['https://api.apify.com/v2/actors/a~b/runs', 'api.apify.com'],
    ['https://API.Apify.com./v2', 'api.apify.com'],
    ['https://api。apify。com/v2', 'api.apify.com'],
    ['https://a--b.apify.actor/', 'api.apify.com'],
    ['http://apify.example:8080/v2', 'apify.example:8080'],
    ['http://apify.example.:8080/v2', 'apify.example:8080'],
    ['http://localhost:4000/v2', '127.0.0.1:4000'],
    ['http://2130706433:4000/v2', 'localhost:4000'],
    ['http://127.1.2.3:4000/v2', '127.0.0.1:4000'],
    ['http://0:4000/v2', '127.0.0.1:4000'],
    ['http://[::1]:4000/v2', '127.0.0.1:4000'],
    ['http://[::ffff:127.0.0.1]:4000/v2', '127.0.0.1:4000'],
  ])('%s is refused if the API is %s', (url, apiHost) => {
    expect(() => refuseStartUrl(url, apiHost)).toThrow('can start runs')
  })

  it.each([
    ['https://hooks.example.com/apify', 'api.apify.com'],
    ['https://apify.com.example.com/', 'api.apify.com'],
    ['https://notapify.com/', 'api.apify.com'],
    ['http://localhost:5000/', '127.0.0.1:4000'],
    ['http://localhost.example:4000/', '127.0.0.1:4000'],
    [undefined, 'api.apify.com'],
  ])('%s is taken if the API is %s', (url, apiHost) => {
    expect(() => refuseStartUrl(url, apiHost)).not.toThrow()
  })
})
