import { beginningOf } from '../beginning-of.ts'
import { webAddress } from '../web-address.ts'

/** How a value is shown. */
export type CellKind = 'empty' | 'number' | 'boolean' | 'text' | 'json' | 'link' | 'image'

/** Longer texts are no addresses that anyone wants to open. */
const MAX_ADDRESS_CHARS = 2000
const IMAGE_PATH = /\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)$/i
const IMAGE_NAME = /image|img|thumb|photo|picture|avatar|logo|icon|screenshot/i
/** Matches how the server marks what it left out, such as `… [+12 chars]`. */
const OMITTED = /… ?\[\+\d+ (?:chars|items)\]$/
const OMITTED_INSIDE = /… ?\[\+\d+ (?:chars|items)\]"|"\[\+\d+ fields\]"|… \[nested deeper\]"/

/** @param column the name of the field, which tells whether an address is that of an image */
export function cellKind(value: unknown, column: string): CellKind {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'number' || typeof value === 'boolean') return kindOf(value)
  if (typeof value === 'object') return 'json'
  const address = addressOf(value)
  if (address === undefined) return 'text'
  return isImage(address, column) ? 'image' : 'link'
}

function kindOf(value: number | boolean): CellKind {
  return typeof value === 'number' ? 'number' : 'boolean'
}

/** Returns the http(s) address that a value is, as it may be opened. */
export function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS_CHARS) return undefined
  return OMITTED.test(value) ? undefined : webAddress(value)
}

function isImage(address: string, column: string): boolean {
  const { pathname } = new URL(address)
  if (IMAGE_PATH.test(pathname)) return true
  return IMAGE_NAME.test(column) && !/\.\w{1,5}$/.test(pathname)
}

/** Returns a value as plain text: JSON for objects and lists, nothing for what is empty. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Returns a number without the digits that binary fractions add. */
export function shortNumber(value: number): string {
  const isFraction = !Number.isInteger(value) && Math.abs(value) >= 0.001 && Math.abs(value) < 1e9
  return String(isFraction ? Number(value.toFixed(6)) : value)
}

/** Tells whether the server has left out a part of a value. The value itself may hold the same mark. */
export function isCut(value: unknown): boolean {
  if (typeof value === 'string') return OMITTED.test(value)
  if (typeof value !== 'object' || value === null) return false
  return OMITTED_INSIDE.test(JSON.stringify(value))
}

/** Returns an address short enough for a table: without the scheme, its end left out. */
export function shortAddress(address: string, chars: number): string {
  const bare = address.replace(/^https?:\/\/(?:www\.)?/i, '')
  return bare.length <= chars ? bare : `${beginningOf(bare, chars - 1)}…`
}
