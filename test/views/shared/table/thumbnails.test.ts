import { describe, expect, it } from 'vitest'
import { Thumbnails } from '../../../../src/views/shared/table/thumbnails.ts'

const PNG = { contents: [{ mimeType: 'image/png', blob: 'iVBORw0KGgo=' }] }

/** Makes thumbnails of a server that answers by address, and keeps what was read. */
function open(answer: (url: string) => unknown) {
  const read: string[] = []
  const thumbnails = new Thumbnails(async (uri) => {
    read.push(uri)
    const value = answer(uri)
    if (value instanceof Error) throw value
    return Object(value)
  })
  return { read, thumbnails }
}

describe('thumbnails', () => {
  it('are read once each, as data', async () => {
    const { read, thumbnails } = open(() => PNG)
    const url = 'https://example.com/a.png?b=c&d'
    const both = await Promise.all([thumbnails.get(url), thumbnails.get(url)])
    expect(both).toEqual(Array(2).fill('data:image/png;base64,iVBORw0KGgo='))
    expect(read).toEqual([
      'ui://apify-agent-tools/thumbnail?url=https%3A%2F%2Fexample.com%2Fa.png%3Fb%3Dc%26d',
    ])
  })

  it('are given up at once if the server says that it fetches none', async () => {
    const refusal = new Error('MCP error -32602: This server fetches no images. Its operator can.')
    const { read, thumbnails } = open(() => refusal)
    for (const name of ['a', 'b', 'c', 'd'])
      expect(await thumbnails.get(`https://example.com/${name}`)).toBeUndefined()
    expect(read).toHaveLength(1)
  })

  it('are given up if all fail, but not for some dead addresses at the beginning', async () => {
    const dead = open((uri) => (/good/.test(uri) ? PNG : new Error('example.com answered 404.')))
    for (const name of ['a', 'b', 'c']) await dead.thumbnails.get(name)
    expect(await dead.thumbnails.get('good')).toBeDefined()

    const none = open(() => new Error('There is no view.'))
    for (let i = 0; i < 20; i++) await none.thumbnails.get(`https://example.com/${i}`)
    expect(none.read).toHaveLength(10)
  })

  it('have up to the 512,000 bytes that the server sends', async () => {
    const blob = Buffer.alloc(512_000).toString('base64')
    const { thumbnails } = open(() => ({ contents: [{ mimeType: 'image/png', blob }] }))
    expect(await thumbnails.get('https://example.com/a.png')).toBe(`data:image/png;base64,${blob}`)
  })

  it('are read on after a failure if there was one before', async () => {
    const { read, thumbnails } = open((uri) => (uri.endsWith('good') ? PNG : new Error('Gone.')))
    await thumbnails.get('good')
    for (const name of ['a', 'b', 'c', 'a']) await thumbnails.get(name)
    expect(await thumbnails.get('also good')).toBeDefined()
    expect(read).toHaveLength(5)
  })

  it.each([
    ['image/svg+xml', 'PHN2Zz4='],
    ['text/html', 'PHA+'],
    ['image/png', 'AA"onerror="x'],
    ['image/png', 'A'.repeat(800_000)],
    [undefined, undefined],
  ])('are none of the type %s with %.20s', async (mimeType, blob) => {
    const { thumbnails } = open(() => ({ contents: [{ mimeType, blob }] }))
    expect(await thumbnails.get('https://example.com/a.png')).toBeUndefined()
  })
})
