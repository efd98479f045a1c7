const ESC = 0x1b
/** The first byte of C1 control characters in UTF-8. */
const C1_LEAD = 0xc2
const C1_CSI = Buffer.from([C1_LEAD, 0x9b])

/**
 * ANSI escape sequences (ECMA-48) as bytes: colours, cursor moves, titles of windows, and what is left of
 * sequences that are not complete. No sequence goes over the end of a line.
 *
 * `stripVTControlCharacters` of Node keeps window titles that have spaces, and throws a RangeError on
 * some long sequences.
 */
const CODES = new RegExp(
  [
    String.raw`(?:\x1b\[|\xc2\x9b)[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)`,
    String.raw`\x1b[ -/]+[0-~]`,
    String.raw`\x1b[0-Z\\-~]?`,
  ].join('|'),
  'g',
)
/** The beginning of a sequence at the end of a chunk. */
const OPEN_CODE =
  /(?:(?:\x1b\[|\xc2\x9b)[0-?]*[ -/]*|\x1b[\]PX^_][^\x07\x1b\n]*\x1b?|\x1b[ -/]*|\xc2)$/
/** A longer beginning is not waited for, in bytes. */
const MAX_OPEN_BYTES = 4096

/** Yields a text in ASCII or UTF-8 without terminal codes, as it arrives. No code is left in it. */
export async function* withoutTerminalCodes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open = ''
  for await (const chunk of chunks) {
    if (open === '' && !mayHoldCode(chunk)) {
      yield chunk
      continue
    }
    const text = open + chunk.toString('latin1')
    const begin = OPEN_CODE.exec(text)?.index ?? text.length
    const end = text.length - begin > MAX_OPEN_BYTES ? text.length : begin
    open = text.slice(end)
    yield Buffer.from(text.slice(0, end).replace(CODES, ''), 'latin1')
  }
  if (open !== '') yield Buffer.from(open.replace(CODES, ''), 'latin1')
}

function mayHoldCode(chunk: Buffer): boolean {
  return chunk.includes(ESC) || chunk.at(-1) === C1_LEAD || chunk.includes(C1_CSI)
}
