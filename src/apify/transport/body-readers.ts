import { StringDecoder } from 'node:string_decoder'
import { TextDecoder } from 'node:util'
import { parseJson } from '../../shared/json.ts'
import { readBytes } from '../../shared/read-bytes.ts'
import { ApiFailure } from './api-failure.ts'

/**
 * An answer, or a line of one, may be this long: many times the largest that Apify sends. A few
 * kilobytes of gzip could otherwise grow until no memory is left.
 */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** The lines of a body as they arrive, without their ends; empty lines are passed over. */
async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let held = 0
  for await (const chunk of body) {
    const pieces = decoder.write(chunk).split('\n')
    for (let i = 0; i < pieces.length - 1; i++) {
      parts.push(pieces[i] ?? '')
      const line = parts.join('').replace(/\r$/, '')
      parts = []
      held = 0
      if (line !== '') yield line
    }
    const open = pieces.at(-1) ?? ''
    parts.push(open)
    held += open.length
    if (held > MAX_HELD_BYTES) throw tooLarge()
  }
  const last = parts.join('') + decoder.end()
  if (last !== '') yield last
}

/** Items of a `jsonl` body. @throws ApiFailure where a line is no JSON, as after a broken connection */
export async function* readJsonl(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<{ row: unknown; bytes: number }> {
  for await (const line of readLines(body)) {
    yield { row: parseJsonOrFail(line), bytes: Buffer.byteLength(line) + 1 }
  }
}

/** Text of a body in the charset that its content type names; UTF-8 where it names none we know. */
export async function* decodeText(
  body: AsyncIterable<Buffer>,
  contentType: string,
): AsyncGenerator<string> {
  const decoder = decoderFor(/charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8')
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

/** @throws ApiFailure where the body is no JSON, as after a fault on the way */
export async function readJson(body: AsyncIterable<Buffer>): Promise<unknown> {
  return parseJsonOrFail(await readText(body))
}

/** @throws ApiFailure where the body is too large to be one of the API's */
export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const { bytes, whole } = await readBytes(body, MAX_HELD_BYTES)
  if (!whole) throw tooLarge()
  return bytes.toString('utf8')
}

/** `lost`, since a write may have been carried out; its status keeps a read from being repeated. */
function tooLarge(): ApiFailure {
  return new ApiFailure(
    'Apify sent an answer, or a row, of more than 64 MiB, which is not read.',
    'Check APIFY_API_BASE_URL; of a dataset ask for some `fields`, or pass the row over with `offset`.',
    'lost',
    200,
  )
}

/** @throws ApiFailure where the text is no JSON */
export function parseJsonOrFail(text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw new ApiFailure(
      'Apify sent an answer that is not JSON.',
      'Call again in a moment; check APIFY_API_BASE_URL and HTTPS_PROXY if it stays so.',
      'lost',
      undefined,
      undefined,
      { cause },
    )
  }
}
