import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { jsonObject, recordKey, storeId } from '../support/arguments.ts'
import { quoted, sized } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'put_record',
  title: 'Put record',
  description:
    'Stores one value under a key of a key-value store, replacing any existing value, and returns its size. For rows use `push_dataset_items`.',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question({ storeId, recordKey, ...values }) {
      const { body, contentType } = encode(values)
      return `Write record ${quoted(recordKey)} (${sized(body.length)}, ${quoted(contentType)}) to key-value store ${quoted(storeId)}? An existing record with that key is replaced.`
    },
  },
  input: z.strictObject({
    storeId,
    recordKey,
    json: jsonObject.describe('A JSON object').optional(),
    text: z.string().describe('Plain text').optional(),
    base64: z.string().describe('Binary data').optional(),
    contentType: z.string().describe('MIME type, if not the default').optional(),
  }),
  output: z.object({
    storeId: z.string(),
    recordKey: z.string(),
    contentType: z.string(),
    size: z.number(),
  }),
  async handler({ storeId, recordKey, ...values }, { apify }) {
    const { body, contentType } = encode(values)
    await apify.putRecord(storeId, recordKey, body, contentType)
    return { storeId, recordKey, contentType, size: body.length }
  },
})

interface Values {
  json?: object | undefined
  text?: string | undefined
  base64?: string | undefined
}

/** @throws ToolError where not exactly one value is given, or it or its type is none */
function encode({ contentType, ...values }: Values & { contentType?: string | undefined }) {
  const { body, type } = bytesOf(values)
  const stored = contentType ?? type
  if (!/^[\w.+-]+\/[\w.+-]+(?:\s*;[^\r\n]*)?$/.test(stored)) {
    throw new ToolError(
      '`contentType` is not a MIME type.',
      'Use one such as `text/csv; charset=utf-8`.',
    )
  }
  return { body, contentType: stored }
}

function bytesOf(values: Values): { body: Buffer; type: string } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    throw new ToolError(
      given.length === 0
        ? 'None of `json`, `text` and `base64` was given.'
        : 'More than one of `json`, `text` and `base64` was given.',
      'Give exactly one of them.',
    )
  }
  const { json, text, base64 } = values
  if (json !== undefined) {
    return { body: Buffer.from(JSON.stringify(json)), type: 'application/json; charset=utf-8' }
  }
  if (text !== undefined) return { body: Buffer.from(text), type: 'text/plain; charset=utf-8' }
  const body = Buffer.from(base64 ?? '', 'base64')
  if (body.toString('base64').replace(/=+$/, '') !== (base64 ?? '').replace(/\s|=+$/g, '')) {
    throw new ToolError(
      '`base64` is not valid base64.',
      'Encode the bytes in the standard alphabet, A-Z a-z 0-9 + /.',
    )
  }
  return { body, type: 'application/octet-stream' }
}
