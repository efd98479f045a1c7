import { expect, it } from 'vitest'
import { mediaType } from '../../src/shared/media-type.ts'

it.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  [' text/csv ;header', 'text/csv'],
  ['text/html;charset="', 'text/html'],
  ['image/svg+xml', 'image/svg+xml'],
  [undefined, undefined],
  ['', undefined],
  ['json', undefined],
  ['text/', undefined],
  ['text/html, text/plain', undefined],
  ['text /html', undefined],
])('the media type of %j is %j', (header, expected) => {
  expect(mediaType(header)).toBe(expected)
})
