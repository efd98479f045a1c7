import { statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { batches } from '../batches.ts'
import type { Entry } from './entry-groups.ts'

/** How many lines are parsed before others get a turn, which takes about 10 ms. */
const LINES_AT_ONCE = 5000

/** How many files are looked at before others get a turn, which takes about 5 ms if the system knows them. */
const FILES_AT_ONCE = 1000

/** An entry, and the stamp of the file that it was made of; undefined if it had none. */
export interface StampedEntry<T extends Entry> {
  entry: T
  stamp: string | undefined
}

/** A folder, and the stamp of its file. */
export interface Stamped {
  id: string
  stamp: string | undefined
}

/**
 * Returns a text that every change of a file changes: releases replace a file by a new one. Undefined if there is
 * none, or the system does not tell. Waits for the system, as that takes a third of the time that promises take.
 */
export function stampOf(path: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(path)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return undefined
  }
}

/**
 * Divides folders by whether their entries are known and true. Gives others a turn now and then.
 * @returns the known entries, and the other folders with the stamps that their files have now: if a file changes
 *   before it is read, its stamp is too old, and it is read again at the next opening
 */
export async function compareStamps<T extends Entry>(
  ids: string[],
  known: Map<string, StampedEntry<T>>,
  fileOf: (id: string) => string,
): Promise<{ stored: StampedEntry<T>[]; others: Stamped[] }> {
  const stored: StampedEntry<T>[] = []
  const others: Stamped[] = []
  for (const batch of batches(ids, FILES_AT_ONCE)) {
    for (const id of batch) {
      const stamp = stampOf(fileOf(id))
      const entry = known.get(id)
      if (entry && entry.stamp === stamp) stored.push(entry)
      else others.push({ id, stamp })
    }
    await nextTurn()
  }
  return { stored, others }
}

/** Returns the line of an entry. */
export function lineOf<T extends Entry>({ entry, stamp }: StampedEntry<T>): string {
  return JSON.stringify({ entry, stamp })
}

/** Returns the last entry that lines have of each folder. Passes over lines of another form, and torn ones. */
export async function parseLines<T extends Entry>(
  lines: string[],
  entry: z.ZodType<T>,
): Promise<Map<string, StampedEntry<T>>> {
  const line = z.object({ entry, stamp: z.string() })
  const known = new Map<string, StampedEntry<T>>()
  for (const batch of batches(lines, LINES_AT_ONCE)) {
    for (const value of valuesOf(batch)) {
      const { data } = line.safeParse(value)
      if (data) known.set(data.entry.id, data)
    }
    await nextTurn()
  }
  return known
}

/** Returns the values of lines, together if none is torn, which is faster. */
function valuesOf(lines: string[]): unknown[] {
  const all = parseArray(lines)
  return all.length === lines.length ? all : lines.flatMap((line) => parseArray([line]))
}

/** Returns no values if one of the lines is torn. */
function parseArray(lines: string[]): unknown[] {
  try {
    const values: unknown = JSON.parse(`[${lines.join(',')}]`)
    return Array.isArray(values) ? values : []
  } catch {
    return []
  }
}
