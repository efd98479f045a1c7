import type { Database } from '../sqlite.ts'
import {
  anyValue,
  arrayAgg,
  ofAll,
  ofSample,
  ofTruth,
  root,
  spread,
  valueAt,
} from './aggregates.ts'
import { greatest, least } from './compare.ts'
import { regexp, regexpCount, regexpExtract, regexpLike, regexpReplace } from './patterns.ts'
import { ANY_COUNT, addAggregate, addScalar, type Scalar } from './register.ts'
import * as texts from './texts.ts'
import { datePart, dateTrunc, now } from './times.ts'
import { toNumber } from './to-number.ts'

/** Functions of one row, with how many arguments they take. */
const SCALARS: [name: string, arity: number | readonly number[], call: Scalar][] = [
  ['regexp', 2, regexp],
  ['regexp_like', [2, 3], regexpLike],
  ['regexp_extract', [2, 3], regexpExtract],
  ['regexp_count', 2, regexpCount],
  ['regexp_replace', [3, 4], regexpReplace],
  ['date_trunc', 2, dateTrunc],
  ['date_part', 2, datePart],
  ['split_part', 3, texts.splitPart],
  ['left', 2, texts.left],
  ['right', 2, texts.right],
  ['lower', 1, texts.lower],
  ['upper', 1, texts.upper],
  ['reverse', 1, texts.reverse],
  ['repeat', 2, texts.repeat],
  ['lpad', [2, 3], texts.pad('lpad')],
  ['rpad', [2, 3], texts.pad('rpad')],
  ['initcap', 1, texts.initcap],
  ['translate', 3, texts.translate],
  ['starts_with', 2, texts.startsWith],
  ['ends_with', 2, texts.endsWith],
  ['strpos', 2, texts.strpos],
  ['char_length', 1, texts.charLength],
  ['character_length', 1, texts.charLength],
  ['greatest', ANY_COUNT, greatest],
  ['least', ANY_COUNT, least],
]

/**
 * Registers the functions that SQLite lacks and models write. Nothing can interrupt them, so each is bounded
 * by the length of what it takes and returns.
 */
export function registerFunctions(db: Database): void {
  for (const [name, arity, call] of SCALARS) addScalar(db, name, arity, call)
  addScalar(db, 'to_number', [1, 2], toNumber, { isReal: true })
  addScalar(db, 'now', 0, now, { isPure: false })
  registerSpreads(db)
  registerTruths(db)
  addAggregate(db, 'any_value', 1, anyValue)
  addAggregate(db, 'array_agg', 1, arrayAgg)
  for (const name of ['max_by', 'arg_max']) addAggregate(db, name, 2, valueAt(1))
  for (const name of ['min_by', 'arg_min']) addAggregate(db, name, 2, valueAt(-1))
}

function registerSpreads(db: Database): void {
  for (const name of ['stddev', 'stddev_samp']) {
    addAggregate(db, name, 1, spread(name, root(ofSample)))
  }
  addAggregate(db, 'stddev_pop', 1, spread('stddev_pop', root(ofAll)))
  for (const name of ['variance', 'var_samp']) addAggregate(db, name, 1, spread(name, ofSample))
  addAggregate(db, 'var_pop', 1, spread('var_pop', ofAll))
}

function registerTruths(db: Database): void {
  addAggregate(
    db,
    'bool_or',
    1,
    ofTruth('bool_or', ({ yes, no }) => (yes + no === 0 ? null : Number(yes > 0))),
  )
  for (const name of ['bool_and', 'every']) {
    addAggregate(
      db,
      name,
      1,
      ofTruth(name, ({ yes, no }) => (yes + no === 0 ? null : Number(no === 0))),
    )
  }
  for (const name of ['count_if', 'countif']) {
    addAggregate(
      db,
      name,
      1,
      ofTruth(name, ({ yes }) => yes),
    )
  }
}
