import { extname } from 'node:path'

/** Crawlee's folders for each kind of storage, inside the folder `storage` of a project. */
export const FOLDERS = { datasets: 'datasets', keyValueStores: 'key_value_stores' } as const

/** A file that Crawlee writes about a storage. It holds no data. */
export const METADATA_FILE = '__metadata__.json'

const UTF8 = '; charset=utf-8'

const TYPES = new Map([
  ['.json', `application/json${UTF8}`],
  ['.txt', `text/plain${UTF8}`],
  ['.html', `text/html${UTF8}`],
  ['.xml', `application/xml${UTF8}`],
  ['.csv', `text/csv${UTF8}`],
  ['.md', `text/markdown${UTF8}`],
  ['.js', `text/javascript${UTF8}`],
  ['.css', `text/css${UTF8}`],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpeg', 'image/jpeg'],
  ['.jpg', 'image/jpeg'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
  ['.pdf', 'application/pdf'],
  ['.zip', 'application/zip'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['.bin', 'application/octet-stream'],
])

/** Names that Windows reserves for devices, with any extension. Names and keys are ASCII. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
/** No file system has longer names, in bytes. */
const MAX_NAME_BYTES = 255

/** Returns the key and the content type of the record in a file. */
export function recordOf(file: string): { key: string; contentType: string } {
  const extension = extname(file)
  const contentType = TYPES.get(extension.toLowerCase())
  // A key may contain a dot without having an extension.
  if (contentType === undefined)
    return { key: nameIn(file), contentType: 'application/octet-stream' }
  return { key: nameIn(file.slice(0, -extension.length)), contentType }
}

/**
 * Returns a function that returns the file name for a record of one folder. The folder can be used on
 * systems that do not tell upper from lower case too.
 */
export function createFileNames(): (key: string, contentType: string) => string {
  const taken = new Set<string>()
  return (key, contentType) => {
    const type = contentType.split(';')[0]?.trim().toLowerCase()
    const found = [...TYPES].find(([, known]) => known.split(';')[0] === type)
    const extension = found?.[0] ?? '.bin'
    const plain = portableName(key) + extension
    const escaped = key.replace(/[a-z]/gi, escapeSign) + extension
    const isTaken = taken.has(plain.toLowerCase()) && escaped.length <= MAX_NAME_BYTES
    const file = isTaken ? escaped : plain
    taken.add(file.toLowerCase())
    return file
  }
}

/**
 * Returns the folder name of a storage, or the beginning of the file name of a record. A name that
 * Windows reserves has an escape, as Crawlee for Python writes and reads it. Names have no `%`.
 */
export function portableName(name: string): string {
  return DEVICE.test(name) ? name.replace(/^./, escapeSign) : name
}

/** Returns the name in a file or folder name, which may have escapes. */
export function nameIn(file: string): string {
  return file.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function escapeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
}

/** Returns the file name for an item, counted from 1. */
export function itemFile(number: number): string {
  return `${String(number).padStart(9, '0')}.json`
}
