import { describe, expect, it } from 'vitest'
import { maskWorkbook } from '../../../../tools/support/dataset-pages/mask-workbook.ts'
import { workbookRows } from '../../../../tools/support/dataset-pages/workbook-rows.ts'
import {
  unpacked,
  withContent,
  zipped,
  zippedFiles,
} from '../../../../tools/support/dataset-pages/zip-archive.ts'
import { encoded } from '../../../support/fake-storages.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../../../support/redactor.ts'

async function workbook(...rows: object[]): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of encoded(
    rows.map((row) => JSON.stringify(row)),
    'xlsx',
  ))
    parts.push(part)
  return Buffer.concat(parts)
}

const mask = (archive: Buffer) => maskWorkbook(archive, REDACTOR.mask)

describe('a workbook', () => {
  it('without secrets stays as it is', async () => {
    const archive = await workbook({ a: 1, b: 'text' })
    expect(mask(archive)).toBe(archive)
  })

  it('with secrets has stars in their place, and all else', async () => {
    const archive = await workbook({ a: `<${PLANTED}>`, [`x ${OWN_TOKEN}`]: 1 }, { a: 'é' })
    const masked = mask(archive) ?? Buffer.alloc(0)
    const [before, after] = [zippedFiles(archive), zippedFiles(masked)]
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
    const texts = after.map((file) => unpacked(file).toString())
    expect(texts.join('')).toContain(`apify_api_${'*'.repeat(PLANTED.length - 10)}&gt;`)
    expect(texts.join('')).toContain('é')
    expect(texts.join('')).not.toMatch(/Plante|own-to/)
    expect(workbookRows(masked)).toBe(2)
  })

  it('that is masked stays as it is', async () => {
    const archive = await workbook({ a: PLANTED })
    const once = mask(archive) ?? Buffer.alloc(0)
    expect(mask(once)).toBe(once)
  })

  it.each(['', 'PK', 'x'.repeat(100), 'PK\x05\x06'])('is unreadable as %j', (text) => {
    expect(mask(Buffer.from(text))).toBeUndefined()
  })

  it.each(['x', '<row/>'])(
    'is unreadable if it expands to far more than it has: %j',
    async (unit) => {
      const [sheet] = zippedFiles(await workbook({ a: 1 }))
      if (!sheet) throw new Error('No file')
      const bomb = { ...sheet, name: 'xl/worksheets/sheet1.xml' }
      const large = zipped([withContent(bomb, Buffer.alloc(20_000_000, unit))])
      expect(large.length).toBeLessThan(256 * 1024)
      expect(mask(large)).toBeUndefined()
      expect(workbookRows(large)).toBeUndefined()
    },
  )

  it('is unreadable if a file in it is damaged', async () => {
    const archive = await workbook({ a: 'text' })
    const damaged = Buffer.from(archive).fill(0xff, 60, 90)
    expect(mask(damaged)).toBeUndefined()
  })
})
