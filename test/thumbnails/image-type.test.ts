import { expect, it } from 'vitest'
import { isImageType, typeByBytes } from '../../src/thumbnails/image-type.ts'

it.each([
  ['image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
  ['image/gif', 'GIF89a\x01\0'],
  ['image/gif', 'GIF87a\x01\0'],
  ['image/webp', 'RIFF\x24\0\0\nWEBPVP8 '],
  ['image/avif', '\0\0\0\x1cftypavif\0\0\0\0mif1miaf'],
  ['image/avif', '\0\0\0\x1cftypmif1\0\0\0\0mif1avif'],
  [undefined, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'],
  [undefined, '<!doctype html><title>GIF89a</title>'],
  [undefined, '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  [undefined, 'RIFF\x24\0\0\0WAVEfmt '],
  [undefined, '\x89PNG'],
  [undefined, ''],
])('is %s by its bytes', (type, bytes) => {
  expect(typeByBytes(Buffer.from(bytes, 'latin1'))).toBe(type)
})

it.each([
  ['image/png', true],
  ['image/jpg; charset=binary', true],
  ['IMAGE/WEBP', true],
  ['image/avif', true],
  ['image/svg+xml', false],
  ['text/html', false],
  ['application/octet-stream', false],
  ['', false],
  [undefined, false],
])('takes %s for an image: %s', (type, isImage) => {
  expect(isImageType(type)).toBe(isImage)
})
