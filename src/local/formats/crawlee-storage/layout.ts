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

/** Returns the key and the content type of the record in a file. */
export function recordOf(file: string): { key: string; contentType: string } {
  const extension = extname(file)
  const contentType = TYPES.get(extension.toLowerCase())
  // A key may contain a dot without having an extension.
  if (contentType === undefined) return { key: file, contentType: 'application/octet-stream' }
  return { key: file.slice(0, -extension.length), contentType }
}

/** Returns the file name for a record. */
export function fileOf(key: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  const found = [...TYPES].find(([, known]) => known.split(';')[0] === type)
  return key + (found?.[0] ?? '.bin')
}

/** Returns the file name for an item, counted from 1. */
export function itemFile(number: number): string {
  return `${String(number).padStart(9, '0')}.json`
}
