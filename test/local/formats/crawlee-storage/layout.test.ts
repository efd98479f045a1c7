import { expect, test } from 'vitest'
import { fileOf, itemFile, recordOf } from '../../../../src/local/formats/crawlee-storage/layout.ts'

test.each([
  ['OUTPUT.json', 'OUTPUT', 'application/json; charset=utf-8'],
  ['page.HTML', 'page', 'text/html; charset=utf-8'],
  ['shot.png', 'shot', 'image/png'],
  ['v1.2.txt', 'v1.2', 'text/plain; charset=utf-8'],
  ['v1.2', 'v1.2', 'application/octet-stream'],
  ['name', 'name', 'application/octet-stream'],
  ['data.bin', 'data', 'application/octet-stream'],
])('the file %s holds the record %s of type %s', (file, key, contentType) => {
  expect(recordOf(file)).toEqual({ key, contentType })
})

test.each([
  ['OUTPUT', 'application/json', 'OUTPUT.json'],
  ['OUTPUT', 'Application/JSON; charset=utf-8', 'OUTPUT.json'],
  ['photo', 'image/jpeg', 'photo.jpeg'],
  ['x', 'application/x-unknown', 'x.bin'],
  ['x', '', 'x.bin'],
])('the record %s of type "%s" goes to %s', (key, contentType, file) => {
  expect(fileOf(key, contentType)).toBe(file)
})

test('items are numbered from 1', () => {
  expect(itemFile(1)).toBe('000000001.json')
  expect(itemFile(1_234_567_890)).toBe('1234567890.json')
})
