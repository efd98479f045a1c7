import { ownMember } from './tree.ts'

/** The places of members that lead from the top to a match. */
export type Match = number[]

/** More matches than a person goes through. */
export const MOST_MATCHES = 1000

interface Level {
  value: object
  names: readonly string[] | undefined
  count: number
  next: number
}

/** Returns where a name or a value holds a text, whatever the case of its letters; at most `MOST_MATCHES` places. */
export function searchTree(root: unknown, query: string): Match[] {
  const wanted = query.toLowerCase()
  const matches: Match[] = []
  if (wanted === '') return matches
  if (holds(root, wanted)) matches.push([])
  const levels = isContainer(root) ? [levelOf(root)] : []
  for (let level = levels.at(-1); level && matches.length < MOST_MATCHES; level = levels.at(-1)) {
    if (level.next === level.count) {
      levels.pop()
      continue
    }
    const index = level.next++
    const name = level.names?.[index]
    const value = ownMember(level.value, name ?? index)
    if (name?.toLowerCase().includes(wanted) || holds(value, wanted))
      matches.push(levels.map(({ next }) => next - 1))
    if (isContainer(value)) levels.push(levelOf(value))
  }
  return matches
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function levelOf(value: object): Level {
  const names = Array.isArray(value) ? undefined : Object.keys(value)
  return {
    value,
    names,
    count: Array.isArray(value) ? value.length : (names?.length ?? 0),
    next: 0,
  }
}

function holds(value: unknown, wanted: string): boolean {
  return !isContainer(value) && String(value).toLowerCase().includes(wanted)
}
