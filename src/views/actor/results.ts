import type { GetActorResult, SearchActorsResult, ValidateInputResult } from '../shared/results.ts'
import { isRecord, listOf, numberOf, textOf } from '../shared/values.ts'

/** An Actor of a list. */
export interface Card {
  actorId: string
  title: string
  description: string | undefined
  price: string | undefined
  users: number | undefined
  rating: number | undefined
  notice: string | undefined
}

export function isSearch(value: unknown): value is SearchActorsResult {
  return isRecord(value) && Array.isArray(value.actors)
}

export function isActor(value: unknown): value is GetActorResult {
  return isRecord(value) && textOf(value.actorId) !== undefined
}

export function isCheck(value: unknown): value is ValidateInputResult {
  return isRecord(value) && typeof value.valid === 'boolean'
}

/** Tells whether a result has the section that shows the Actor itself. */
export function hasOverview(actor: GetActorResult): boolean {
  return actor.price !== undefined && actor.input !== undefined
}

/** Reads the Actors of a list. Entries without an id cannot be opened and are left out. */
export function readCards(result: SearchActorsResult): Card[] {
  return listOf(result.actors)
    .filter(isRecord)
    .flatMap((one) => {
      const actorId = textOf(one.actorId)
      if (actorId === undefined) return []
      return {
        actorId,
        title: textOf(one.title) ?? actorId,
        description: textOf(one.description),
        price: textOf(one.price),
        users: numberOf(one.users),
        rating: numberOf(one.rating),
        notice: textOf(one.notice),
      }
    })
}
