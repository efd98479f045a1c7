import { describe, expect, it } from 'vitest'
import { sealedPage } from '../../../src/views/record/sealed-page.ts'
import { linesOf, searchLines } from '../../../src/views/record/text-lines.ts'
import { createTextPages, type TextState } from '../../../src/views/record/text-pages.ts'

describe('the lines of a text', () => {
  it('end in any way', () => {
    expect(linesOf('a\nb\r\nc\rd\n')).toEqual(['a', 'b', 'c', 'd', ''])
  })

  it('are searched whatever the case, and each match has its place', () => {
    expect(searchLines(['Error, error', '', 'no ERROR'], 'error')).toEqual([
      { line: 0, column: 0 },
      { line: 0, column: 7 },
      { line: 2, column: 3 },
    ])
    expect(searchLines(['a'], '')).toEqual([])
    expect(searchLines([`${'a'.repeat(10_000)}`], 'a')).toHaveLength(5000)
  })
})

describe('a text that comes in pages', () => {
  const whole = Array.from({ length: 10 }, (_, i) => `page ${i};`).join('')
  const pageAt = (offset: number) => {
    const end = offset + 7
    return { text: whole.slice(offset, end), next: end < whole.length ? end : undefined }
  }
  const open = (more: Partial<Parameters<typeof createTextPages>[0]> = {}) => {
    const states: TextState[] = []
    const offsets: number[] = []
    const read = async (offset: number) => {
      offsets.push(offset)
      return pageAt(offset)
    }
    const onChange = (state: TextState) => states.push(state)
    const pages = createTextPages({ first: pageAt(0), read, onChange, ...more })
    return { pages, states, offsets }
  }

  it('is read page by page, or to its end', async () => {
    const { pages, offsets } = open()
    await pages.readMore()
    expect(pages.getState()).toMatchObject({ text: whole.slice(0, 14), next: 14 })
    await pages.readAll()
    expect(pages.getState()).toEqual({
      text: whole,
      next: undefined,
      isReading: false,
      error: undefined,
    })
    expect(offsets).toEqual([7, 14, 21, 28, 35, 42, 49, 56, 63])
  })

  it('is read by one at a time, until a person stops it', async () => {
    const { pages, offsets } = open()
    const reading = pages.readAll()
    await pages.readAll()
    pages.stop()
    await reading
    expect(offsets).toEqual([7])
    expect(pages.getState().isReading).toBe(false)
  })

  it('keeps what it has when a page cannot be read, and tries that page again', async () => {
    let isDown = true
    const read = async (offset: number) => {
      if (isDown) throw new Error('<b>Down</b>')
      return pageAt(offset)
    }
    const { pages } = open({ read })
    await pages.readAll()
    expect(pages.getState()).toMatchObject({ text: 'page 0;', next: 7, error: '<b>Down</b>' })
    isDown = false
    await pages.readAll()
    expect(pages.getState()).toMatchObject({ text: whole, error: undefined })
  })

  it('ends at a page that does not lead on, and at a length that a browser stands', async () => {
    const circle = open({ read: async () => ({ text: 'x', next: 7 }) })
    await circle.pages.readAll()
    expect(circle.pages.getState()).toMatchObject({ text: 'page 0;x', next: undefined })
    const long = open({ mostChars: 20 })
    await long.pages.readAll()
    expect(long.pages.getState()).toMatchObject({
      next: 21,
      error: expect.stringContaining('long'),
    })
  })
})

describe('a page that is sealed', () => {
  const policyAt = (page: string) => page.indexOf('<meta http-equiv="Content-Security-Policy"')

  it.each([
    ['<!doctype html><html><head><meta http-equiv="refresh" content="0"></head>', 15],
    ['\n <!DOCTYPE html PUBLIC "a><script>" "b">', 27],
    ['\ufeff<!doctype html><img src="http://a/">', 15],
    ['\u00a0<!doctype html><img src="http://a/">', 15],
    ['<!doctype<script src="http://a/">', 33],
    ['<script>alert(1)</script>', 15],
    ['<!-- --><!doctype html><img src="http://a/">', 15],
    ['', 15],
  ])('begins with its policy: %s', (html, at) => {
    expect(policyAt(sealedPage(html))).toBe(at)
    expect(sealedPage(html)).toContain("default-src 'none'")
  })
})
