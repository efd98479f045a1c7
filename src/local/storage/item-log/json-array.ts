/**
 * Cuts the text of a JSON array into the texts of its elements, white space around them included.
 * The text must be valid JSON: only strings and the depth of brackets are looked at.
 */
export function splitArray(text: string): string[] {
  const elements: string[] = []
  let depth = 0
  let start = text.indexOf('[') + 1
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '"') at = endOfString(text, at)
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    const isEnd = depth === 0 && char === ']'
    if (!isEnd && !(depth === 1 && char === ',')) continue
    elements.push(text.slice(start, at))
    start = at + 1
  }
  const [only = ''] = elements
  return elements.length === 1 && only.trim() === '' ? [] : elements
}

/** The position of the quote that ends the string starting at `start`. */
function endOfString(text: string, start: number): number {
  let end = start
  let backslashes = 0
  do {
    end = text.indexOf('"', end + 1)
    backslashes = 0
    while (text.charAt(end - 1 - backslashes) === '\\') backslashes += 1
  } while (backslashes % 2 === 1)
  return end
}
