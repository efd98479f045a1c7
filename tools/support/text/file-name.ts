/** Extensions by which programs know common records whose keys have none. */
const EXTENSIONS = new Map([
  ['application/json', '.json'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['text/csv', '.csv'],
  ['text/html', '.html'],
  ['text/plain', '.txt'],
])

/** The file of a record, by its key and what it is. */
export function recordFile(key: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const stem = fileStem(key)
  return /\.\w{1,5}$/.test(stem) ? stem : `${stem}${EXTENSIONS.get(type) ?? ''}`
}

/** Ids and keys hold letters that file names do not. */
export function fileStem(id: string): string {
  return id.replace(/[^\w.-]+/g, '-').replace(/^[^\w]+|[. ]+$/g, '') || 'export'
}
