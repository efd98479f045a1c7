type Piece = { text: string } | { value: unknown }

/** Writes a value as JSON with indentation; without it if the value is nested too deep for that. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? ''
  } catch {
    return writeDeepJson(value)
  }
}

/** Writes JSON of any depth: it keeps what is to be written on a stack of its own. */
function writeDeepJson(value: unknown): string {
  const written: string[] = []
  const stack: Piece[] = [{ value }]
  for (let piece = stack.pop(); piece; piece = stack.pop()) {
    if ('text' in piece) written.push(piece.text)
    else if (typeof piece.value !== 'object' || piece.value === null)
      written.push(JSON.stringify(piece.value) ?? 'null')
    else for (const inner of piecesOf(piece.value).reverse()) stack.push(inner)
  }
  return written.join('')
}

function piecesOf(value: object): Piece[] {
  const isArray = Array.isArray(value)
  const pieces: Piece[] = [{ text: isArray ? '[' : '{' }]
  for (const [key, member] of Object.entries(value)) {
    const comma = pieces.length === 1 ? '' : ','
    pieces.push({ text: isArray ? comma : `${comma}${JSON.stringify(key)}:` }, { value: member })
  }
  return [...pieces, { text: isArray ? ']' : '}' }]
}
