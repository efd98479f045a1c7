import {
  type DescribedResponse,
  documentedPath,
  hasApiDescription,
  responsesOf,
  schemaDifferences,
} from './api-description.ts'
import { EXCEPTIONS } from './description-exceptions.ts'

/** One answer of the platform. */
export interface Answer {
  method: string
  /** Without the query. */
  path: string
  status: number
  /** By their names in lower case. */
  headers: Record<string, string>
  /** Undefined if it was not kept: only bodies of JSON are. */
  body: string | undefined
}

const ERROR = ['components', 'schemas', 'ErrorResponse']

/** Returns how an answer differs from the description; an empty list if it agrees. */
export function differences(answer: Answer): string[] {
  if (!hasApiDescription) return []
  const { method, path, status } = answer
  const documented = documentedPath(path)
  const where = `${method} ${documented ?? path} ${status}:`
  return compare(answer, documented)
    .map((difference) => `${where} ${difference}`)
    .filter((one) => !EXCEPTIONS.some((known) => known.where.test(one)))
}

function compare(answer: Answer, documented: string | undefined): string[] {
  const { method, status } = answer
  const responses = documented === undefined ? undefined : responsesOf(method, documented)
  // An address that does not exist has no operation, but its error has the same form.
  if (!responses) return status >= 400 ? errorDifferences(answer) : ['not documented']
  const response = responses.get(String(status))
  if (!response) {
    const known = [...responses.keys()].join(', ')
    const form = status >= 400 ? errorDifferences(answer) : []
    return [`this status is not among ${known}`, ...form]
  }
  const form = status >= 400 ? errorDifferences(answer) : []
  return [...headerDifferences(answer, response), ...bodyDifferences(answer, response), ...form]
}

/** The description gives no header as required, so that each that it names has to be there. */
function headerDifferences({ headers }: Answer, response: DescribedResponse): string[] {
  return response.headers
    .filter((name) => headers[name.toLowerCase()] === undefined)
    .map((name) => `the header ${name} is missing`)
}

function bodyDifferences(answer: Answer, response: DescribedResponse): string[] {
  const { method, headers, body } = answer
  if (method === 'HEAD') return []
  const type = mediaType(headers)
  if (type === '') {
    return response.types.length === 0 || body !== '' ? [] : ['the body is missing']
  }
  if (response.types.includes('*/*')) return []
  if (!response.types.includes(type)) return [`the type ${type} is not documented`]
  if (type !== 'application/json' || body === undefined) return []
  return schemaDifferences([...response.place, 'content', type, 'schema'], parse(body))
}

/** The form of all errors, of which the description requires neither the type nor the message. */
function errorDifferences({ method, headers, body = '' }: Answer): string[] {
  if (method === 'HEAD') return []
  if (mediaType(headers) !== 'application/json') return ['an error is not JSON']
  const value = parse(body)
  const { type, message } = value.error ?? {}
  const isWhole = [type, message].every((one) => typeof one === 'string' && one !== '')
  return [...schemaDifferences(ERROR, value), ...(isWhole ? [] : ['no type or no message'])]
}

/** With `bom=1` items begin with a byte order mark. */
function parse(body: string) {
  return JSON.parse(body.replace(/^\uFEFF/, ''))
}

function mediaType(headers: Answer['headers']): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
