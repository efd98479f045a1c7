import type { Host } from '../shared/host.ts'
import { isRecordResult, type RecordAddress, type TextPage, textPageOf } from './record-result.ts'

const TOOL = 'get_record'

/** Reads parts of one record from the server. */
export type RecordReader = ReturnType<typeof createRecordReader>

/** Makes what reads a record, or undefined if the host lets the view call nothing. */
export function recordReader(
  host: Host,
  address: RecordAddress | undefined,
): RecordReader | undefined {
  return address && host.canCall(TOOL) ? createRecordReader(host, address) : undefined
}

function createRecordReader(host: Pick<Host, 'read'>, address: RecordAddress) {
  const read = (place: { path?: string; offset?: number } = {}) =>
    host.read(TOOL, { ...address, ...place }, isRecordResult)
  return {
    read,
    /**
     * Reads a page of text: of the record, or of the text at a path.
     * @throws Error if there is no text
     */
    async readText(offset: number, path = ''): Promise<TextPage> {
      const { value } = await read({ offset, ...(path !== '' && { path }) })
      const page = textPageOf(value)
      if (!page) throw new Error('The server sent no text.')
      return page
    },
  }
}
