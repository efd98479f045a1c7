/**
 * What a token is: `word` a keyword or a name without quotes, `name` one in quotes, `open` a text or name
 * that never ends.
 */
type Kind = 'word' | 'name' | 'string' | 'number' | 'parameter' | 'operator' | 'open'

/** A token of a statement. Comments and blanks are not tokens. */
export interface Token {
  kind: Kind
  /** As in the statement. */
  text: string
  /** Of a name or string, without quotes. Of a word, in lower case. Else the text. */
  value: string
  start: number
  end: number
}

/** Longest first. Those that SQLite lacks are tokens too, since models write them. */
const OPERATORS = [
  ...['!~~*', '->>', '#>>', '<=>', '!~~', '~~*', '!~*', '::', '->', '#>', '@>', '<@', '||', '&&'],
  ...['<>', '<=', '>=', '!=', '==', '<<', '>>', '**', '//', '~~', '~*', '!~'],
]

const WORD = /[\p{L}_\u0080-\u{10ffff}][\p{L}\p{N}_$\u0080-\u{10ffff}]*/uy
const NUMBER = /(?:0x[0-9a-f]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)/iy
const PARAMETER = /\?\d*|[:@#$][\p{L}\p{N}_$\u0080-\u{10ffff}]+(?:::[\p{L}\p{N}_$]+)*/uy
const BLANK = /(?:[ \t\n\f\r\ufeff]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/y
const CLOSED_BY: Record<string, string> = { '"': '"', '`': '`', '[': ']', "'": "'" }
/** Of a longer statement the rest is not read: what looks at tokens may take the square of their count. */
export const MAX_TOKENS = 3000

/** Splits a statement into tokens. It takes any text. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (tokens.length < MAX_TOKENS) {
    at += matchAt(BLANK, sql, at).length
    if (at >= sql.length) break
    const token = tokenAt(sql, at, tokens.at(-1))
    tokens.push(token)
    at = token.end
  }
  return tokens
}

function tokenAt(sql: string, at: number, previous: Token | undefined): Token {
  const char = sql.charAt(at)
  if (CLOSED_BY[char] !== undefined && !isSubscript(char, at, previous)) return quotedAt(sql, at)
  // `#>` and `@>` are operators of Postgres, `#error` is a parameter.
  const isOperator = OPERATORS.find((operator) => sql.startsWith(operator, at))
  if (isOperator !== undefined) return made('operator', sql, at, isOperator.length)
  const parameter = matchAt(PARAMETER, sql, at)
  if (parameter !== '') return made('parameter', sql, at, parameter.length)
  const word = matchAt(WORD, sql, at)
  if (word !== '') return made('word', sql, at, word.length, word.toLowerCase())
  const number = matchAt(NUMBER, sql, at)
  if (number !== '') return made('number', sql, at, number.length)
  return made('operator', sql, at, (sql.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
}

/** Tells whether a bracket takes a part of the value before it, as in `tags[0]` and `array[1, 2]`. */
function isSubscript(char: string, at: number, previous: Token | undefined): boolean {
  if (char !== '[' || previous?.end !== at) return false
  return previous.kind === 'word' || previous.kind === 'name' || /[)\]]$/.test(previous.text)
}

function quotedAt(sql: string, at: number): Token {
  const quote = sql.charAt(at)
  const close = CLOSED_BY[quote] ?? quote
  let end = sql.indexOf(close, at + 1)
  // A doubled quote stands for one, but not in brackets.
  while (end >= 0 && close !== ']' && sql.charAt(end + 1) === close) {
    end = sql.indexOf(close, end + 2)
  }
  if (end < 0) return made('open', sql, at, sql.length - at, sql.slice(at + 1))
  const inner = sql.slice(at + 1, end).replaceAll(close + close, close)
  return made(quote === "'" ? 'string' : 'name', sql, at, end + 1 - at, inner)
}

function made(kind: Kind, sql: string, start: number, length: number, value?: string): Token {
  const text = sql.slice(start, start + length)
  return { kind, text, value: value ?? text, start, end: start + length }
}

function matchAt(pattern: RegExp, sql: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0] ?? ''
}
