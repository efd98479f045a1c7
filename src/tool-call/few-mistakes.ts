import type { z } from 'zod'
import { isObject } from '../shared/json.ts'
import { schemaOf } from './respell-arguments.ts'
import { hasType, itemsOf } from './respell-value.ts'

/** Lists of no more entries are checked as they are. */
const SHORT_LIST = 1000

/**
 * Returns arguments of which a long list ends after some entries of a wrong type. The schema describes each
 * mistake, of which a list may have hundreds of thousands.
 * @param maxMistakes how many are left in each list
 * @returns the same value if no list has so many
 */
export function withFewMistakes(input: z.ZodObject, args: unknown, maxMistakes: number): unknown {
  if (!isObject(args)) return args
  const cut: Record<string, unknown> = {}
  for (const name of Object.keys(input.shape)) {
    const list = args[name]
    if (!Array.isArray(list) || list.length <= SHORT_LIST) continue
    const end = endOfMistakes(list, schemaOf(input).properties?.[name], maxMistakes)
    if (end < list.length) cut[name] = list.slice(0, end)
  }
  return Object.keys(cut).length > 0 ? { ...args, ...cut } : args
}

type Property = NonNullable<ReturnType<typeof schemaOf>['properties']>[string] | undefined

/** Returns where a list ends after so many mistakes; its length if it has fewer. */
function endOfMistakes(list: readonly unknown[], schema: Property, maxMistakes: number): number {
  const entry = typeof schema === 'object' ? itemsOf(schema) : {}
  let left = maxMistakes
  const last = list.findIndex((one) => !hasType(one, entry) && --left === 0)
  return last === -1 ? list.length : last + 1
}
