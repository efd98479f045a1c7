import { isIdLike, plainHandle } from '../../shared/handles.ts'
import { nearestNames } from '../../shared/likeness.ts'
import { quotedName } from '../../shared/quote.ts'
import type { OffersTool } from '../transport/request.ts'
import type { Requester } from '../transport/requester.ts'
import { apiStorePage } from '../types/actor-types.ts'
import { apiStorageList } from '../types/storage-types.ts'
import { apiTaskList } from '../types/task-types.ts'
import type { NamedResource, NearestNames } from './find-named.ts'

/** Names that an error gives at most. */
const MAX_NAMES = 3
/** The most entries that one request of the API lists. */
const MAX_LISTED = 1000
/** Actors of the Store among which the nearest are found. */
const MAX_ACTORS = 50
/** How long the names may take to read, in milliseconds: the error is worth more than they are. */
const TIMEOUT_MS = 5000

interface Naming {
  /** Whether a tool is offered: an error shows only what the tool that lists such names would show. */
  offers: OffersTool | undefined
  isLocal: boolean
}

/** Returns a function that reads the names of a kind with one request, which is not repeated. */
export function nearestNamesOf(requester: Requester, { offers, isLocal }: Naming): NearestNames {
  const bounds = { retries: 0, totalTimeoutMs: TIMEOUT_MS }
  const storages = async (collection: string): Promise<string[]> => {
    const { items } = await requester.data(apiStorageList, {
      method: 'GET',
      path: `/v2/${collection}`,
      query: { limit: MAX_LISTED, desc: true },
      resource: { kind: 'storage' },
      ...bounds,
    })
    return items.flatMap(({ name }) => name || [])
  }
  const tasks = async (): Promise<string[]> => {
    const { items } = await requester.data(apiTaskList, {
      method: 'GET',
      path: '/v2/actor-tasks',
      query: { limit: MAX_LISTED, desc: true },
      resource: { kind: 'account' },
      ...bounds,
    })
    return items.flatMap(({ name }) => name || [])
  }
  const actors = async (wanted: string): Promise<string[]> => {
    // The Store finds names by their words. The local platform has few Actors, and finds no misspelled one.
    const search = isLocal ? '' : wanted.replace(/[~/]/g, ' ').trim()
    const { items } = await requester.data(apiStorePage, {
      method: 'GET',
      path: '/v2/store',
      query: { search, limit: isLocal ? MAX_LISTED : MAX_ACTORS },
      resource: { kind: 'Store' },
      ...bounds,
    })
    return items.flatMap(({ username, name }) => (username && name ? `${username}/${name}` : []))
  }
  const lists: Partial<Record<NamedResource['kind'], NameList>> = {
    dataset: { tool: 'list_storages', read: () => storages('datasets') },
    'key-value store': { tool: 'list_storages', read: () => storages('key-value-stores') },
    task: { tool: 'list_tasks', read: tasks },
    Actor: { tool: 'search_actors', read: actors },
  }
  return async ({ kind, id }) => {
    const list = lists[kind]
    if (!list || !offers?.(list.tool)) return undefined
    const names = await list.read(plainHandle(id)).catch(() => undefined)
    return names && sentenceOn(plainHandle(id), names, kind)
  }
}

interface NameList {
  /** The tool that shows the same names. */
  tool: string
  read(wanted: string): Promise<string[]>
}

function sentenceOn(wanted: string, names: string[], kind: string): string | undefined {
  if (names.length === 0) return kind === 'Actor' ? undefined : `There is no named ${kind}.`
  // Without a user only the name is known. What looks like an id is hardly a misspelled name.
  const hasUser = kind === 'Actor' && /[~/]/.test(wanted)
  const options = { onlyAlike: isIdLike(wanted), ...(!hasUser && { partOf: lastPart }) }
  const nearest = nearestNames(hasUser ? wanted : lastPart(wanted), names, options)
  const shown = nearest.slice(0, MAX_NAMES).map((name) => quotedName(name))
  if (shown.length === 0) return undefined
  return `The nearest ${shown.length === 1 ? 'name is' : 'names are'} ${shown.join(', ')}.`
}

/** Returns the name in `user~name`; those of the account's own storages have no user. */
function lastPart(name: string): string {
  return name.split(/[~/]/).at(-1) ?? name
}
