import { endsOperand, is, isName, type Statement, tokenAt } from './statement.ts'

/** Operators that belong to the value before them. */
const PATHS = ['->', '->>', '::', '#>', '#>>']

/** Returns the index of the bracket that closes the one at `open`, or the last token. */
export function closing(statement: Statement, open: number): number {
  let depth = 0
  for (let i = open; i < statement.tokens.length; i++) {
    if (is(statement, i, '(', '[')) depth++
    if (is(statement, i, ')', ']') && --depth === 0) return i
  }
  return statement.tokens.length - 1
}

/** Returns the index of the bracket that is closed by the one at `close`, or 0. */
function opening(statement: Statement, close: number): number {
  let depth = 0
  for (let i = close; i >= 0; i--) {
    if (is(statement, i, ')', ']')) depth++
    if (is(statement, i, '(', '[') && --depth === 0) return i
  }
  return 0
}

/** Returns where the value begins that ends at `end`, such as `i.price`, `f(x)` or `seller->>'name'`. */
export function operandStart(statement: Statement, end: number): number {
  let start = primaryStart(statement, end)
  while (is(statement, start - 1, ...PATHS) && endsOperand(statement, start - 2)) {
    start = primaryStart(statement, start - 2)
  }
  return start
}

function primaryStart(statement: Statement, end: number): number {
  let start = end
  while (is(statement, start, ')', ']')) {
    const open = opening(statement, start)
    if (!isName(statement, open - 1) && !is(statement, open - 1, ')', ']')) return open
    start = open - 1
  }
  while (is(statement, start - 1, '.') && isName(statement, start - 2)) start -= 2
  return start
}

/** Returns where the value ends that begins at `start`. */
export function operandEnd(statement: Statement, start: number): number {
  let end = primaryEnd(statement, start)
  while (is(statement, end + 1, ...PATHS)) end = primaryEnd(statement, end + 2)
  return Math.min(end, statement.tokens.length - 1)
}

function primaryEnd(statement: Statement, start: number): number {
  const end = is(statement, start, '-', '+', '~') ? start + 1 : start
  if (is(statement, end, '(')) return closing(statement, end)
  return isName(statement, end) ? calledEnd(statement, end) : end
}

function calledEnd(statement: Statement, start: number): number {
  let end = start
  while (is(statement, end + 1, '.') && tokenAt(statement, end + 2) !== undefined) end += 2
  while (is(statement, end + 1, '(', '[')) end = closing(statement, end + 1)
  return end
}

/** Returns the arguments of a call whose bracket is at `open`, each as its first and its last token. */
export function callArguments(statement: Statement, open: number): [from: number, to: number][] {
  const close = closing(statement, open)
  const all: [number, number][] = []
  let from = open + 1
  for (let i = open + 1; i <= close; i++) {
    if (i < close && is(statement, i, '(', '[')) i = closing(statement, i)
    else if (i === close || is(statement, i, ',')) {
      if (i > from) all.push([from, i - 1])
      from = i + 1
    }
  }
  return all
}
