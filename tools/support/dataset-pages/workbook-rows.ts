import { unpacked, zippedFiles } from './zip-archive.ts'

/** Counts the rows after the header in the first sheet of a workbook; undefined if it cannot be read. */
export function workbookRows(archive: Buffer): number | undefined {
  try {
    const sheet = zippedFiles(archive).find(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    const rows =
      sheet &&
      unpacked(sheet)
        .toString('latin1')
        .match(/<(?:\w+:)?row[\s/>]/g)
    return sheet && Math.max(0, (rows?.length ?? 0) - 1)
  } catch {
    return undefined
  }
}
