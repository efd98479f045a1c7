import { type Flag, isOn, readNumber, type Start } from './flag-parser.ts'

/** The bounds of the memory of a query, in MiB. */
export const QUERY_MB = { from: 16, to: 2048, whole: true }
/** What a query may take if the server has one client, or many of them, in MiB. */
const PRESET_MB = { stdio: 512, http: 128 }

/** The flags for questions in SQL. */
export const QUERY_FLAGS: readonly Flag[] = [
  {
    name: 'max-query-mb',
    kind: 'number',
    value: 'N',
    bounds: QUERY_MB,
    default: '512; 128 with --http',
    defaultIn: ({ isHttp }) => presetMb(isHttp),
    describe: 'Memory of one `query_dataset` with its tables, from 16 to 2048 MiB.',
  },
  {
    name: 'query-cache',
    kind: 'switch',
    default: 'on; off with --http, unless --local',
    defaultIn: keepsByDefault,
    describe:
      'Keep up to 3 tables of `query_dataset` until their datasets change; each serves one token.',
  },
]

function presetMb(isHttp: boolean): number {
  return isHttp ? PRESET_MB.http : PRESET_MB.stdio
}

/** Tables of many clients at once would fill the memory. */
function keepsByDefault({ isHttp, isLocal }: Pick<Start, 'isHttp' | 'isLocal'>): boolean {
  return !isHttp || isLocal
}

export interface QueryConfig {
  /** What one query may take with its tables, and all tables that are kept, in MiB. */
  maxMb: number
  /** Whether tables are kept between calls. */
  keeps: boolean
}

/**
 * Reads the flags for queries.
 * @throws {UsageError} that names the wrong flag and what it takes
 */
export function readQueryConfig(
  flags: Map<string, string>,
  start: Pick<Start, 'isHttp' | 'isLocal'>,
): QueryConfig {
  return {
    maxMb: readNumber(flags, 'max-query-mb', QUERY_MB) ?? presetMb(start.isHttp),
    keeps: flags.has('query-cache') ? isOn(flags, 'query-cache') : keepsByDefault(start),
  }
}

/** Returns the configuration of a server inside another program, which has one client. */
export function embeddedQueryConfig(keeps: boolean, maxMb = PRESET_MB.stdio): QueryConfig {
  return { maxMb, keeps }
}
