import { Mime } from 'mime/lite'
import standardTypes from 'mime/types/standard.js'
import { kindByType } from '../../../src/shared/media-type.ts'

const OFFICE = 'application/vnd.openxmlformats-officedocument'

/** Types of files that agents store, which no standard has registered or only a vendor. */
const MORE_TYPES = {
  'application/graphql': ['graphql', 'gql'],
  'application/jsonl': ['jsonl'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.rar': ['rar'],
  'application/x-7z-compressed': ['7z'],
  'application/x-bzip2': ['bz2'],
  'application/x-ndjson': ['ndjson'],
  'application/x-sh': ['sh'],
  'application/x-tar': ['tar'],
  'image/x-icon': ['ico'],
  [`${OFFICE}.presentationml.presentation`]: ['pptx'],
  [`${OFFICE}.spreadsheetml.sheet`]: ['xlsx'],
  [`${OFFICE}.wordprocessingml.document`]: ['docx'],
}

const mime = new Mime(standardTypes, MORE_TYPES)

/** Returns the media type of a file by its extension; undefined if it has none that is known. */
export function typeOfFile(name: string): string | undefined {
  const extension = extensionOf(name)
  return extension === undefined ? undefined : (mime.getType(extension) ?? undefined)
}

/** Returns the media type of a file that is known to be text; undefined if its extension is not of text. */
export function typeOfTextFile(name: string): string | undefined {
  const type = typeOfFile(name)
  const kind = kindByType(type)
  if (type === undefined || (kind !== 'json' && kind !== 'text')) return undefined
  // Many an extension of a rare format in XML is also one of source code or of a host, such as `rs`.
  const isRare = type.includes('+') && !type.split(/[/+.-]/).includes(extensionOf(name) ?? '')
  return isRare && kind === 'text' ? undefined : type
}

/** Returns the extension of the files of a media type, without its dot; undefined if there is none. */
export function extensionOfType(type: string): string | undefined {
  return type === 'application/octet-stream' ? undefined : (mime.getExtension(type) ?? undefined)
}

function extensionOf(name: string): string | undefined {
  return /[^.]\.(\w{1,12})$/.exec(name)?.[1]?.toLowerCase()
}
