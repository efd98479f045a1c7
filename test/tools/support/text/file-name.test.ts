import { describe, expect, it } from 'vitest'
import { recordFile, rowsFile } from '../../../../tools/support/text/file-name.ts'

describe('recordFile', () => {
  it.each([
    ['OUTPUT', 'application/json; charset=utf-8', 'OUTPUT.json'],
    ['OUTPUT', 'Application/JSON', 'OUTPUT.json'],
    ['shot', 'image/png', 'shot.png'],
    ['shot.png', 'image/png', 'shot.png'],
    ['page.html', 'text/plain', 'page.html'],
    ['data', 'application/octet-stream', 'data'],
    ['a/b c', 'text/plain', 'a-b-c.txt'],
    ['../../etc/passwd', 'text/plain', 'etc-passwd.txt'],
    ['.hidden', 'text/plain', 'hidden.txt'],
    ['???', 'text/plain', 'export.txt'],
    ['CON', 'application/json', '_CON.json'],
    ['nul.txt', 'text/plain', '_nul.txt'],
    ['aux.', 'text/plain', '_aux.txt'],
    ['lpt1...', 'text/plain', '_lpt1.txt'],
    ['COM¹', 'text/plain', 'COM-.txt'],
    ['a:b', 'text/plain', 'a-b.txt'],
    ['console', 'text/plain', 'console.txt'],
  ])('%s of type %s is %s', (key, contentType, name) => {
    expect(recordFile(key, contentType)).toBe(name)
  })
})

describe('rowsFile', () => {
  it.each([
    [{ id: 'data1' }, 'csv', 'data1.csv'],
    [{ id: 'alice/prices' }, 'jsonl', 'alice-prices.jsonl'],
    [{ id: '~prices' }, 'xlsx', 'prices.xlsx'],
    [{ runId: 'run1' }, 'json', 'run1.json'],
    [{ id: 'alice/prn' }, 'csv', 'alice-prn.csv'],
    [{ id: 'prn' }, 'csv', '_prn.csv'],
  ])('%j as %s is %s', (ref, format, name) => {
    expect(rowsFile(ref, format)).toBe(name)
  })
})
