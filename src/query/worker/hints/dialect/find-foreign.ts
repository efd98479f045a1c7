import type { TableInfo } from '../../../query-contract.ts'
import type { Statement } from '../statement.ts'
import { callRules } from './calls.ts'
import { clauseRules } from './clauses.ts'
import { dateDifferenceRules } from './date-differences.ts'
import { operatorRules, parameterRule } from './operators.ts'
import type { Finding, Rule } from './rule.ts'
import { timeRules } from './times.ts'
import { valueRules } from './values.ts'

/** Findings of one statement at most. */
const MAX_FINDINGS = 5

/** A `Map`, since words such as `constructor` are keys of every object. */
const RULES = new Map<string, Rule>(
  Object.entries({
    ...operatorRules,
    ...timeRules,
    ...dateDifferenceRules,
    ...clauseRules,
    ...valueRules,
    ...callRules,
  }),
)

/** Characters that documents have and SQL has not: quotes and blanks. */
const TYPOGRAPHIC = /[\u00a0\u2000-\u200b\u2018-\u201f\u202f\u3000]/

/** Finds what SQLite does not have in a statement that it refused, each kind once. */
export function findForeign(statement: Statement, tables: readonly TableInfo[]): Finding[] {
  const findings = new Map<string, Finding>()
  for (const [index, token] of statement.tokens.entries()) {
    if (findings.size >= MAX_FINDINGS) break
    const found = look(statement, index, tables)
    if (found && !findings.has(found.name)) findings.set(found.name, found)
    if (token.kind === 'word' && TYPOGRAPHIC.test(token.text)) findings.set('“”', typographic)
  }
  return [...findings.values()]
}

function look(statement: Statement, index: number, tables: readonly TableInfo[]) {
  const token = statement.tokens[index]
  if (token?.kind === 'parameter') return parameterRule(statement, index, tables)
  if (token?.kind !== 'word' && token?.kind !== 'operator') return undefined
  return RULES.get(token.value)?.(statement, index, tables)
}

const typographic: Finding = {
  name: 'typographic quotes or blanks',
  advice:
    'Write texts in straight single quotes \'a\', names in double ones "a", and plain blanks.',
}
