import { LEGACY, MODERN } from '../protocol-versions.ts'

/** How clients reach a server, and in which revision of the protocol. */
export const TRANSPORTS = [
  { kind: 'stdio', version: LEGACY },
  { kind: 'stdio', version: MODERN },
  { kind: 'HTTP', version: LEGACY },
  { kind: 'HTTP', version: MODERN },
  { kind: 'embedded', version: LEGACY },
  { kind: 'embedded', version: MODERN },
] as const
export type Transport = (typeof TRANSPORTS)[number]

const PROGRAM = 'a program passes options: the library reads no flags, variables or files'
const REQUEST = 'there is no request of HTTP'

/** How a control is set, and why not over each transport. */
export const WAYS = {
  flag: { embedded: PROGRAM },
  variable: { embedded: PROGRAM },
  file: { embedded: PROGRAM },
  option: { stdio: 'options are of the library', HTTP: 'options are of the library' },
  address: { stdio: REQUEST, embedded: REQUEST },
  header: { stdio: REQUEST, embedded: REQUEST },
  scopes: { stdio: REQUEST, embedded: REQUEST },
} satisfies Record<string, Partial<Record<Transport['kind'], string>>>
export type WayName = keyof typeof WAYS

export const WAY_NAMES = Object.keys(WAYS).filter((name): name is WayName => name in WAYS)
