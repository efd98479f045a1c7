import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { downloadsIn } from '../../src/tool-call/downloads.ts'
import { makeFolder } from '../support/folder.ts'

async function* text() {
  yield Buffer.from('a')
}

describe('the name of a download', () => {
  it.each([
    'CON',
    'con.txt',
    'Aux.tar.gz',
    'NUL.json',
    'prn .txt',
    'COM1.txt',
    'com0',
    'COM¹.txt',
    'LPT²',
    'lpt³.csv',
    'CONIN$',
    'CONOUT$.txt',
    'CLOCK$',
    'aux.',
    'report.',
    'report ',
    'report. .',
    'rows.csv:hidden',
    'C:rows.csv',
    'a/b',
    'a\\b',
    '..',
    '.hidden',
    'a\u0000b',
    'a*b',
    'a?b',
    'a|b',
    '"a"',
    '<a>',
    '',
  ])('%j is refused, and nothing is written', async (name) => {
    const dir = await makeFolder()
    expect(() => downloadsIn(dir).check(name)).toThrow('not a plain file name')
    await expect(downloadsIn(dir).save(name, text())).rejects.toThrow('not a plain file name')
    expect(await readdir(dir)).toEqual([])
  })

  it.each([
    'console.txt',
    'com10.txt',
    'communication',
    'x².csv',
    'aux-rows.csv',
    'a.con',
    '價格.csv',
  ])('%s is taken', async (name) => {
    const dir = await makeFolder()
    await downloadsIn(dir).save(name, text())
    expect(await readdir(dir)).toEqual([name])
  })
})
