import { percentDecoded } from '../../../src/shared/percent-decoded.ts'

/** What an address can name. */
export type IdKind =
  | 'actor'
  | 'task'
  | 'run'
  | 'build'
  | 'dataset'
  | 'store'
  | 'record'
  | 'queue'
  | 'schedule'
  | 'webhook'

/** The kinds whose ids are arguments of tools. */
export type ArgumentKind = IdKind

export interface Address {
  /** Host and path only: a query may hold a token. */
  shown: string
  /** The ids in the address; undefined if it is not an address of Apify. */
  ids: Partial<Record<IdKind, string>> | undefined
}

/** The forms of a path. A group is named after the kind of its id; `log` is of a run or a build. */
type Paths = readonly RegExp[]

const API_PATHS: Paths = [
  /^\/v\d\/act(?:or)?s\/(?<actor>[^/]+)\/builds\/(?<build>[^/]+)/,
  /^\/v\d\/(?:act(?:or)?s\/(?<actor>[^/]+)|actor-tasks\/(?<task>[^/]+))(?:\/runs\/(?<run>[^/]+)(?:\/key-value-store\/records\/(?<record>[^/]+))?)?/,
  /^\/v\d\/actor-runs\/(?<run>[^/]+)(?:\/key-value-store\/records\/(?<record>[^/]+))?/,
  /^\/v\d\/actor-builds\/(?<build>[^/]+)/,
  /^\/v\d\/logs\/(?<log>[^/]+)/,
  /^\/v\d\/datasets\/(?<dataset>[^/]+)/,
  /^\/v\d\/key-value-stores\/(?<store>[^/]+)(?:\/records\/(?<record>[^/]+))?/,
  /^\/v\d\/request-queues\/(?<queue>[^/]+)/,
  /^\/v\d\/schedules\/(?<schedule>[^/]+)/,
  /^\/v\d\/webhooks\/(?<webhook>[^/]+)/,
]

/** Not anchored, since the pages of an organization have its id in front. */
const CONSOLE_PATHS: Paths = [
  /\/actors\/(?!(?:runs|tasks|builds|new|development|templates|store|insights|analytics|issues)(?:\/|$))(?<actor>[^/]+)(?:\/runs\/(?<run>[^/]+)|\/builds\/(?<build>[^/]+))?/,
  /\/tasks\/(?<task>[^/]+)(?:\/runs\/(?<run>[^/]+))?/,
  /\/runs\/(?<run>[^/]+)/,
  /\/builds\/(?<build>[^/]+)/,
  /\/datasets?\/(?<dataset>[^/]+)/,
  /\/key-value(?:-stores?)?\/(?<store>[^/]+)(?:\/(?:records|keys)\/(?<record>[^/]+))?/,
  /\/request-queues?\/(?<queue>[^/]+)/,
  /\/schedules\/(?<schedule>[^/]+)/,
]

/** Two parts are an Actor, unless the first is a section of the site. */
const STORE_PATHS: Paths = [
  /^\/(?!(?:store|templates|use-cases|industries|integrations|solutions|success-stories|partners|resources|about|contact|pricing|blog|legal)\/)(?<actor>[^/]+\/[^/]+)/,
]

/** The URIs of this server's own resources. */
const RESOURCE_PATHS: Paths = [
  /^\/dataset\/(?<dataset>[^/]+)/,
  /^\/store\/(?<store>[^/]+)(?:\/(?<record>[^/]+))?/,
  /^\/run\/(?<run>[^/]+)(?:\/(?!log$)(?<record>[^/]+))?/,
  /^\/actor\/(?<actor>[^/]+)/,
]

const HOSTS: readonly [host: RegExp, paths: Paths][] = [
  [/^(?:www\.)?apify\.com$/, STORE_PATHS],
  [/^(?:console|my)\.apify\.com$/, CONSOLE_PATHS],
  // The local platform and Apify's own runtime serve the API on the loopback interface.
  [/^(?:api\.apify\.com|localhost|127\.0\.0\.1|\[::1\])$/, API_PATHS],
  [/\.apify\.(?:com|actor|net)$/, []],
]

const SCHEME = /^(?:https?:|[a-z][a-z\d+.-]*:\/\/)/i
const HOST = /^(?:\/\/)?(?:(?:[a-z\d-]+\.)*apify\.com|localhost:\d+|127\.0\.0\.1:\d+)\//i
/** Another host. Fewer parts may be `user/name`, as a user's name may have dots. */
const OTHER_HOST = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/[^/]+){2}/
/** Paths without a host, with one part more than `user/name` has. */
const API_PATH = /^\/?(?=v\d\/[^/]+\/[^/])/
const CONSOLE_PATH = /^(?:\/|(?=[^/]+\/[^/]+\/[^/]))(?=(?:actors|storage|organization|view)\/[^/])/

/** Returns what an address names; undefined if the text is not an address. */
export function readAddress(text: string): Address | undefined {
  const url = toUrl(text)
  if (!url) return undefined
  const isOwn = url.protocol === 'apify:'
  const path = isOwn ? `/${url.host}${url.pathname}` : url.pathname
  const shown = `${isOwn ? 'apify:/' : url.host}${path}`.replace(/\/+$/, '')
  const paths = pathsOf(url)
  return {
    shown: shown.length > 100 ? `${shown.slice(0, 100)}…` : shown,
    ids: paths && idsIn(path.replace(/[/.]+$/, ''), paths),
  }
}

function toUrl(text: string): URL | undefined {
  const absolute = withHost(text)
  // A URL drops line breaks, which would join an address and what follows it.
  return absolute && !/\s/.test(absolute) && URL.canParse(absolute) ? new URL(absolute) : undefined
}

/** Returns an address with its scheme and host; undefined if the text is not an address. */
function withHost(text: string): string | undefined {
  if (SCHEME.test(text)) return text
  if (HOST.test(text)) return `https://${text.replace(/^\/\//, '')}`
  if (API_PATH.test(text)) return text.replace(API_PATH, 'https://api.apify.com/')
  if (CONSOLE_PATH.test(text)) return text.replace(CONSOLE_PATH, 'https://console.apify.com/')
  return OTHER_HOST.test(text) ? `https://${text}` : undefined
}

function pathsOf({ protocol, hostname }: URL): Paths | undefined {
  if (protocol === 'apify:') return RESOURCE_PATHS
  if (!/^https?:$/.test(protocol)) return undefined
  return HOSTS.find(([host]) => host.test(hostname))?.[1]
}

function idsIn(path: string, paths: Paths): Partial<Record<IdKind, string>> {
  for (const form of paths) {
    const groups = form.exec(path)?.groups
    if (!groups) continue
    const { log, ...named } = groups
    const ids = log ? { run: log, build: log } : named
    return Object.fromEntries(
      Object.entries(ids).flatMap(([kind, id]) => (id ? [[kind, percentDecoded(id)]] : [])),
    )
  }
  return {}
}

/** Returns the id of a kind, unless the address only has a word or a number in its place. */
export function idOf({ ids }: Address, kind: IdKind): string | undefined {
  const id = ids?.[kind]
  if (kind === 'run' && id === 'last') return undefined
  return kind === 'build' && id && /^(?:default|\d+\.\d.*)$/.test(id) ? undefined : id
}
