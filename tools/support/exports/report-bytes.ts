import { countOf } from '../count-of.ts'

/** Bytes between two reports. */
const REPORT_BYTES = 4_000_000

/**
 * Returns a function that reports the bytes written so far, but not after every chunk.
 * @param progress receives a message now and then; clients give up without one
 * @param totalRows rows of the whole export, if known
 */
export function reportBytes(
  progress: (message: string) => void,
  totalRows?: number,
): (bytes: number) => void {
  let next = 0
  const rows = totalRows === undefined ? '' : `, ${countOf(totalRows, 'row')} in total`
  return (bytes) => {
    if (bytes < next) return
    next = bytes + REPORT_BYTES
    progress(`${(bytes / 1e6).toFixed(1)} MB written${rows}`)
  }
}
