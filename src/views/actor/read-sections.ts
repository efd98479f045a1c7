import type { Host } from '../shared/host.ts'
import { parseJson } from '../shared/values.ts'
import { isActor } from './results.ts'

/** Longer schemas are not made forms of, in characters. */
const MAX_SCHEMA_CHARS = 2_000_000

/** Reads a page of a section of an Actor. */
export function readSection(host: Host, actorId: string, section: string, offset = 0) {
  return host.call('get_actor', { actorId, section, offset }, isActor)
}

/**
 * Reads the input schema of an Actor, all pages of it.
 * @returns the schema, or why there is none
 */
export async function readSchema(host: Host, actorId: string) {
  let text = ''
  let offset: number | undefined = 0
  let note: string | undefined
  while (offset !== undefined && text.length < MAX_SCHEMA_CHARS) {
    const page = await readSection(host, actorId, 'schema', offset)
    text += page.text ?? ''
    note = page.note
    const next: number | undefined = page.next?.offset
    // A page that does not go on would be read for ever.
    offset = next !== undefined && next > offset ? next : undefined
  }
  return { schema: parseJson(text), note }
}
