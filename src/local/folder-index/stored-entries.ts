import { statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { batches } from '../batches.ts'
import type { Entry } from './entry-groups.ts'

/** How many lines are parsed before others get a turn, which takes about 10 ms. */
const LINES_AT_ONCE = 5000

/** How many files are looked at before others get a turn, which takes about 5 ms if the system knows them. */
const FILES_AT_ONCE = 1000

/** An entry, and the stamp of the file that it was made of. */
export interface StoredEntry<T extends Entry> {
  entry: T
  stamp: string
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

/** Returns the stamps of the files of many folders, by their ids, without those that have none. */
export async function stampsOf(
  ids: string[],
  fileOf: (id: string) => string,
): Promise<Map<string, string>> {
  const stamps = new Map<string, string>()
  for (const batch of batches(ids, FILES_AT_ONCE)) {
    for (const id of batch) {
      const stamp = stampOf(fileOf(id))
      if (stamp !== undefined) stamps.set(id, stamp)
    }
    await nextTurn()
  }
  return stamps
}

/** Returns the line of an entry. */
export function lineOf<T extends Entry>({ entry, stamp }: StoredEntry<T>): string {
  return JSON.stringify({ entry, stamp })
}

/** Returns the last entry that lines have of each folder. Passes over lines of another form, and torn ones. */
export async function parseLines<T extends Entry>(
  lines: string[],
  entry: z.ZodType<T>,
): Promise<Map<string, StoredEntry<T>>> {
  const line = z.object({ entry, stamp: z.string() })
  const known = new Map<string, StoredEntry<T>>()
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
