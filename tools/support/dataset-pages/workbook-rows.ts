import { unpacked, zippedFiles } from './zip-archive.ts'

/** Counts the rows after the header in the first sheet of a workbook; undefined if it cannot be read. */
export function workbookRows(archive: Buffer): number | undefined {
  try {
    const sheet = zippedFiles(archive).find(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    return sheet && Math.max(0, countRows(unpacked(sheet).toString('latin1')) - 1)
  } catch {
    return undefined
  }
}

/** Counts one after the other: a list of what is found could be far larger than the text. */
function countRows(xml: string): number {
  const row = /<(?:\w+:)?row[\s/>]/g
  let count = 0
  while (row.test(xml)) count++
  return count
}
