import { type Token, tokenize } from './tokens.ts'

/** A statement with its tokens. An index is that of a token; one out of range is no token. */
export interface Statement {
  sql: string
  tokens: readonly Token[]
}

/** Longest piece of a statement that is repeated to the agent, in characters. */
const MAX_PIECE = 120

/** Words that are no names without quotes, or rarely. */
const KEYWORDS = new Set(
  `all and as asc at between by case collate cross desc distinct else end escape except exclude exists fetch
  filter first for from full glob group having ilike in inner intersect interval into is isnull join last lateral left
  like limit match natural not notnull null nulls offset on or order outer over partition qualify range regexp
  right rlike rows select set similar then union using values when where window with within`.split(
    /\s+/,
  ),
)

/** Keywords that are names of functions too, such as `left(name, 2)`. */
const CALLED = new Set(['left', 'right', 'glob', 'like', 'match', 'regexp', 'first', 'last'])

export function readStatement(sql: string): Statement {
  return { sql, tokens: tokenize(sql) }
}

export function tokenAt(statement: Statement, index: number): Token | undefined {
  return index < 0 ? undefined : statement.tokens[index]
}

/** Tells whether a token is one of these words, without quotes and in any case, or operators. */
export function is(statement: Statement, index: number, ...texts: string[]): boolean {
  const token = tokenAt(statement, index)
  if (token?.kind !== 'word' && token?.kind !== 'operator') return false
  return texts.includes(token.value)
}

export function isKind(statement: Statement, index: number, ...kinds: Token['kind'][]): boolean {
  const token = tokenAt(statement, index)
  return token !== undefined && kinds.includes(token.kind)
}

/** Returns the tokens from `from` to `to` as they stand in the statement, on one line. */
export function piece(statement: Statement, from: number, to: number): string {
  const [first, last] = [tokenAt(statement, from), tokenAt(statement, to)]
  if (first === undefined || last === undefined || to < from) return '…'
  const end = Math.min(last.end, first.start + 10 * MAX_PIECE)
  const text = statement.sql.slice(first.start, end).replace(/\s+/g, ' ')
  return text.length > MAX_PIECE ? `${text.slice(0, MAX_PIECE)}…` : text
}

/** Tokens, from the first to the last. */
export interface Range {
  start: number
  end: number
}

/** Returns what `piece` does, with another text in the place of some of the tokens. */
export function pieceWith(statement: Statement, whole: Range, part: Range, text: string): string {
  const at = ({ start, end }: Range) => [
    tokenAt(statement, start)?.start ?? 0,
    tokenAt(statement, end)?.end ?? 0,
  ]
  const [from = 0, to = 0] = at(whole)
  const [partFrom = 0, partTo = 0] = at(part)
  const { sql } = statement
  const line = `${sql.slice(from, partFrom)}${text}${sql.slice(partTo, to)}`.replace(/\s+/g, ' ')
  return line.length > MAX_PIECE ? `${line.slice(0, MAX_PIECE)}…` : line
}

/** Tells whether a token is a name, or a keyword that is called like a function. */
export function isName(statement: Statement, index: number): boolean {
  const token = tokenAt(statement, index)
  if (token?.kind === 'name') return true
  if (token?.kind !== 'word') return false
  if (CALLED.has(token.value)) return is(statement, index + 1, '(')
  return !KEYWORDS.has(token.value)
}

/** Tells whether a value can end with this token. */
export function endsOperand(statement: Statement, index: number): boolean {
  if (isKind(statement, index, 'string', 'number', 'parameter')) return true
  return is(statement, index, ')', ']', 'end', 'null') || isName(statement, index)
}

/** Returns the index of the first token from `from` on that is one of these, or -1. */
export function find(statement: Statement, from: number, ...texts: string[]): number {
  return statement.tokens.findIndex((_, i) => i >= from && is(statement, i, ...texts))
}
