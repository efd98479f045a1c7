import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { readOptions } from '../../src/config/library-options.ts'

const read = (...args: string[]) => readConfig(args, { APIFY_TOKEN: 'a' }).docs
const APIFY = 'https://docs.apify.com/llms.txt'

describe('--docs', () => {
  it.each<[value: string, indexes: string[]]>([
    ['crawlee.dev', ['https://crawlee.dev/llms.txt']],
    ['crawlee.dev/', ['https://crawlee.dev/llms.txt']],
    ['docs.apify.com, https://crawlee.dev/python', [APIFY, 'https://crawlee.dev/python/llms.txt']],
    [`docs.apify.com,${APIFY}`, [APIFY]],
    ['https://a.example:8443/b/index.txt', ['https://a.example:8443/b/index.txt']],
    ['http://127.0.0.1:3000', ['http://127.0.0.1:3000/llms.txt']],
    ['http://localhost:3000/llms.txt', ['http://localhost:3000/llms.txt']],
    ['', [APIFY]],
  ])('%j names %j', (value, indexes) => {
    expect(read(`--docs=${value}`)).toEqual(indexes)
  })

  it('is the documentation of Apify by default, in the library too', () => {
    expect(read()).toEqual([APIFY])
    expect(readOptions({}).config.docs).toEqual([APIFY])
    expect(readOptions({ docs: ['crawlee.dev'] }).config.docs).toEqual([
      'https://crawlee.dev/llms.txt',
    ])
  })

  it.each<[value: string, said: string]>([
    ['http://docs.example.com', 'not an https host or address: "http://docs.example.com"'],
    ['http://10.0.0.1', 'not an https host'],
    ['ftp://a.example', 'not an https host'],
    ['file:///etc/passwd', 'not an https host'],
    ['not a host', 'not an https host'],
    ['https://', 'not an https host'],
    ['https://user:secret@a.example', 'a user, a query or a fragment in an address of a.example'],
    ['https://a.example/llms.txt?token=secret', 'a user, a query or a fragment'],
    [',', '--docs is empty'],
    [Array.from({ length: 21 }, (_, i) => `a${i}.example`).join(), 'at most 20'],
  ])('%j is refused', (value, said) => {
    expect(() => read(`--docs=${value}`)).toThrow(said)
    expect(() => read(`--docs=${value}`)).not.toThrow('secret')
  })
})
