import { expect, test } from 'vitest'
import {
  createFileNames,
  itemFile,
  nameIn,
  portableName,
  recordOf,
} from '../../../../src/local/formats/crawlee-storage/layout.ts'

test.each([
  ['OUTPUT.json', 'OUTPUT', 'application/json; charset=utf-8'],
  ['page.HTML', 'page', 'text/html; charset=utf-8'],
  ['shot.png', 'shot', 'image/png'],
  ['v1.2.txt', 'v1.2', 'text/plain; charset=utf-8'],
  ['v1.2', 'v1.2', 'application/octet-stream'],
  ['name', 'name', 'application/octet-stream'],
  ['data.bin', 'data', 'application/octet-stream'],
  ['%43ON.json', 'CON', 'application/json; charset=utf-8'],
  ['%6eul.', 'nul.', 'application/octet-stream'],
])('the file %s holds the record %s of type %s', (file, key, contentType) => {
  expect(recordOf(file)).toEqual({ key, contentType })
})

test.each([
  ['OUTPUT', 'application/json', 'OUTPUT.json'],
  ['OUTPUT', 'Application/JSON; charset=utf-8', 'OUTPUT.json'],
  ['photo', 'image/jpeg', 'photo.jpeg'],
  ['x', 'application/x-unknown', 'x.bin'],
  ['x', '', 'x.bin'],
  ['CON', 'application/json', '%43ON.json'],
  ['nul.tar', 'text/plain', '%6Eul.tar.txt'],
  ['aux.', '', '%61ux..bin'],
  ['lpt1', '', '%6Cpt1.bin'],
  ['console', '', 'console.bin'],
])('the record %s of type "%s" goes to %s', (key, contentType, file) => {
  expect(createFileNames()(key, contentType)).toBe(file)
  expect(recordOf(file).key).toBe(key)
})

test('items are numbered from 1', () => {
  expect(itemFile(1)).toBe('000000001.json')
  expect(itemFile(1_234_567_890)).toBe('1234567890.json')
})

test('keys that differ only in case go to files that differ', () => {
  const fileOf = createFileNames()
  const keys = ['AB', 'Ab', 'aB', 'ab', 'CON', 'con', 'x'.repeat(200), 'X'.repeat(200)]
  const files = keys.map((key) => fileOf(key, 'text/plain'))
  expect(files.slice(0, 6)).toEqual([
    'AB.txt',
    '%41%62.txt',
    '%61%42.txt',
    '%61%62.txt',
    '%43ON.txt',
    '%63on.txt',
  ])
  expect(files.map((file) => recordOf(file).key)).toEqual(keys)
})

test.each(['default', 'com9', 'nul', 'a-b'])('the folder of %s tells its name', (name) => {
  const folder = portableName(name)
  expect(nameIn(folder)).toBe(name)
  expect(portableName(folder)).toBe(folder)
})
