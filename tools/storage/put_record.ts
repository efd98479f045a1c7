import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { jsonObject, recordKey, storeId } from '../support/arguments.ts'
import { MAX_KEY_CHARS, shownName, sized } from '../support/confirmation-questions.ts'
import { checkedType, recordBody, shownRecord } from '../support/storage-writes/record-body.ts'
import { typeOfUpload } from '../support/uploads/file-body.ts'
import { uploadsOf } from '../support/uploads/uploads-of.ts'

const putRecord = defineTool({
  name: 'put_record',
  title: 'Put record',
  description:
    'Stores one value under a key of a key-value store, replacing any existing value, and returns its size. For rows use `push_dataset_items`.',
  purpose: 'Store one value under a key',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question({ storeId, recordKey, ...value }) {
      const { body, contentType } = recordBody(recordKey, value)
      return `Write record ${shownName(recordKey, MAX_KEY_CHARS)} (${sized(body.length)}, ${shownName(contentType)}) to key-value store ${shownName(plainHandle(storeId))}? An existing record with that key is replaced.`
    },
    content: ({ storeId: _, recordKey, ...value }) => `Content: ${shownRecord(recordKey, value)}`,
  },
  input: z.strictObject({
    storeId,
    recordKey,
    json: jsonObject.describe('A JSON object').optional(),
    text: z.string().describe('Plain text').optional(),
    base64: z.string().describe('Binary data').optional(),
    contentType: z.string().describe('MIME type, if not the default').optional(),
  }),
  literal: ['text', 'base64'],
  output: z.object({
    storeId: z.string(),
    recordKey: z.string(),
    contentType: z.string(),
    size: z.number(),
  }),
  async handler({ storeId, recordKey, ...value }, { apify }) {
    const { body, contentType } = recordBody(recordKey, value)
    await apify.putRecord(storeId, recordKey, body, contentType)
    return { storeId: plainHandle(storeId), recordKey, contentType, size: body.length }
  },
})

/** The same tool if the operator lets it read files. */
const withUploads = defineTool({
  ...putRecord,
  timeoutSecs: 3600,
  confirm: {
    kind: 'write',
    question({ file, ...record }, context) {
      if (file === undefined) return putRecord.confirm?.question(record, context) ?? ''
      rejectOtherValues(record)
      uploadsOf(context.uploads).check(file)
      return `Write file ${shownName(file)} of the upload folder as record ${shownName(record.recordKey, MAX_KEY_CHARS)} to key-value store ${shownName(plainHandle(record.storeId))}? An existing record with that key is replaced.`
    },
    content: ({ file, ...record }) =>
      file === undefined ? putRecord.confirm?.content?.(record) : undefined,
  },
  input: putRecord.input.extend({
    file: z.string().describe('Or a path in the upload folder').optional(),
  }),
  async handler({ file, ...record }, context) {
    if (file === undefined) return putRecord.handler(record, context)
    rejectOtherValues(record)
    const { storeId, recordKey } = record
    return uploadsOf(context.uploads).read(file, async (opened) => {
      const contentType = checkedType(record.contentType) ?? (await typeOfUpload(opened))
      await context.apify.putRecord(storeId, recordKey, opened, contentType)
      return { storeId: plainHandle(storeId), recordKey, contentType, size: opened.bytes }
    })
  },
})

export default defineTool({ ...putRecord, withUploads })

/** @throws {ToolError} if a value is given beside a file; an empty text is none */
function rejectOtherValues({
  json,
  text,
  base64,
}: {
  json?: unknown
  text?: string | undefined
  base64?: string | undefined
}) {
  if (json === undefined && !text && !base64) return
  throw new ToolError(
    '`file` is given beside another value.',
    'Give exactly one of `json`, `text`, `base64` and `file`.',
  )
}
