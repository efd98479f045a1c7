import { expect, it } from 'vitest'
import { describeWays } from '../support/clients/use-client.ts'
import { ID } from '../support/clients/world-data.ts'

const { store: storeId } = ID
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const BINARY = Buffer.from('00ff10fe80c0', 'hex')

type Shown = 'text' | 'value' | 'image' | 'binary'

/** A record by its content type and bytes, and how it is shown. */
const READ: [contentType: string, body: Buffer | string, shown: Shown][] = [
  ['text/csv', 'a,b\n1,2\n', 'text'],
  ['application/csv', 'a,b\n1,2\n', 'text'],
  ['application/toml', 'a = 1\n', 'text'],
  ['application/graphql', '{ user { id } }', 'text'],
  ['application/x-javascript', 'f()', 'text'],
  ['application/javascript; charset=utf-8', 'f()', 'text'],
  ['application/x-yaml', 'a: 1\n', 'text'],
  ['application/yaml', 'a: 1\n', 'text'],
  ['application/xhtml+xml', '<html/>', 'text'],
  ['application/x-sh', '#!/bin/sh\necho "é"\n', 'text'],
  ['application/vnd.example.thing', 'plain words — and “quotes”', 'text'],
  ['application/octet-stream', 'plain words', 'text'],
  ['application/octet-stream', BINARY, 'binary'],
  ['application/vnd.example.thing', BINARY, 'binary'],
  ['application/zip', Buffer.concat([Buffer.from('PK'), BINARY]), 'binary'],
  ['application/json', '{"a":1}', 'value'],
  ['application/ld+json', '{"a":1}', 'value'],
  ['image/png', PNG, 'image'],
  ['image/jpg', PNG, 'image'],
  ['IMAGE/JPG; q=1', PNG, 'image'],
  ['image/jpeg', PNG, 'image'],
  ['image/svg+xml', '<svg/>', 'text'],
]

/** A key without a content type, what is stored, and the type that it gets. */
const PUT: [recordKey: string, value: object, contentType: RegExp][] = [
  ['page.html', { text: '<p>é</p>' }, /^text\/html(?:; charset=utf-8)?$/],
  ['data.csv', { text: 'a,b' }, /^text\/csv(?:; charset=utf-8)?$/],
  ['README.md', { text: '# A' }, /^text\/markdown(?:; charset=utf-8)?$/],
  ['feed.xml', { text: '<a/>' }, /^(?:text|application)\/xml(?:; charset=utf-8)?$/],
  ['data.json', { text: '{"a":1}' }, /^application\/json(?:; charset=utf-8)?$/],
  ['shot.png', { base64: PNG.toString('base64') }, /^image\/png$/],
  ['PHOTO.JPG', { base64: PNG.toString('base64') }, /^image\/jpeg$/],
  ['report.pdf', { base64: 'JVBERg==' }, /^application\/pdf$/],
  ['notes', { text: 'a' }, /^text\/plain; charset=utf-8$/],
  ['v1.2', { text: 'a' }, /^text\/plain; charset=utf-8$/],
  ['blob', { base64: 'AP8=' }, /^application\/octet-stream$/],
  ['OUTPUT', { json: { a: 1 } }, /^application\/json; charset=utf-8$/],
  ['data.csv', { text: 'a', contentType: 'text/plain' }, /^text\/plain$/],
]

describeWays(({ outcome }) => {
  it.each(READ)(
    'a record of %s is shown as it should be (%#)',
    async (contentType, body, shown) => {
      const { isError, text, structured, attached } = await outcome({
        tool: 'get_record',
        args: { storeId, recordKey: 'it' },
        arrange: ({ fake }) => fake.records.set(`${storeId}/it`, { body, contentType }),
      })
      expect(isError, text).toBe(false)
      if (shown === 'text') expect(structured.text).toBe(body.toString())
      else if (shown === 'value') expect(structured.value).toEqual({ a: 1 })
      else expect(structured).not.toHaveProperty('text')
      const types = { text: [], value: [], image: ['image'], binary: ['resource_link'] }
      expect(attached.map((block) => Object(block).type)).toEqual(types[shown])
      // Models take the registered name only.
      if (/jpg/i.test(contentType)) expect(attached).toMatchObject([{ mimeType: 'image/jpeg' }])
    },
  )

  it.each(PUT)('%s with %j is stored with its type', async (recordKey, value, contentType) => {
    const args = { storeId, recordKey, ...value }
    const { structured, requests } = await outcome({ tool: 'put_record', args })
    expect(structured.contentType).toMatch(contentType)
    const put = requests.find((request) => request.startsWith('PUT'))
    expect(put).toContain(` ${structured.contentType}`)
  })
})
