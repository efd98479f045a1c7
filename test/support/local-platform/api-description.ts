import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'

/**
 * Apify's own description of its API in OpenAPI 3.1, as JSON. `APIFY_API_DESCRIPTION` names its
 * path; the default is beside the project. Tests that need it are skipped without it.
 */
export const API_DESCRIPTION =
  process.env.APIFY_API_DESCRIPTION ||
  fileURLToPath(new URL('../../../../shared/apify-api/openapi.json', import.meta.url))

export const hasApiDescription = existsSync(API_DESCRIPTION)

/** Ends the title of each test that needs the description, so that a report says why it is skipped. */
export const WITHOUT_DESCRIPTION = hasApiDescription
  ? ''
  : ' (skipped: set APIFY_API_DESCRIPTION to the path of an openapi.json)'

const reference = z.object({ $ref: z.string() })
const responseSchema = z.object({
  content: z.record(z.string(), z.object({ schema: z.unknown() })).default({}),
  headers: z.record(z.string(), z.unknown()).default({}),
})
const operationSchema = z.object({
  responses: z.record(z.string(), z.union([reference, responseSchema])),
})
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    responses: z.record(z.string(), responseSchema).default({}),
    parameters: z.record(z.string(), z.unknown()).default({}),
  }),
})

const parameterSchema = z.object({ in: z.string(), name: z.string() })

const METHODS = ['get', 'head', 'post', 'put', 'delete']

const document: unknown = hasApiDescription
  ? JSON.parse(readFileSync(API_DESCRIPTION, 'utf8'))
  : { paths: {}, components: {} }
const { paths, components } = documentSchema.parse(document)

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
addFormats.default(ajv)
ajv.addSchema(z.record(z.string(), z.unknown()).parse(document), 'api')

/** Every documented operation, as `GET /v2/datasets/{datasetId}`. */
export const operations: string[] = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
)

const ranked = Object.keys(paths)
  .sort((a, b) => parametersOf(a) - parametersOf(b))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))

function parametersOf(path: string): number {
  return path.split('{').length
}

/** Returns the documented path that a real one matches. A fixed part wins over a parameter. */
export function documentedPath(path: string): string | undefined {
  const canonical = path.replace(/^\/v2\/acts(?=\/|$)/, '/v2/actors').replace(/\/$/, '')
  return ranked.find(({ pattern }) => pattern.test(canonical))?.path
}

/** Returns the parameters of the query that an operation, such as `GET /v2/datasets`, takes. */
export function queryParametersOf(operation: string): string[] {
  const [method = '', path = ''] = operation.split(' ')
  const { parameters = [] } = z
    .object({ parameters: z.array(z.unknown()).optional() })
    .parse(paths[path]?.[method.toLowerCase()])
  return parameters.flatMap((given) => {
    const shared = reference.safeParse(given).data?.$ref.split('/').at(-1) ?? ''
    const parameter = parameterSchema.parse(components.parameters[shared] ?? given)
    return parameter.in === 'query' ? [parameter.name] : []
  })
}

/** What the description says of one status of an operation. */
export interface DescribedResponse {
  /** Where it stands in the document: the names from its root. */
  place: string[]
  /** The media types of its body, such as `text/csv`; none if it has no body. */
  types: string[]
  headers: string[]
}

/** Returns the responses of an operation by their status; undefined if there is no such operation. */
export function responsesOf(
  method: string,
  path: string,
): Map<string, DescribedResponse> | undefined {
  const name = method === 'HEAD' && !paths[path]?.head ? 'get' : method.toLowerCase()
  const operation = paths[path]?.[name]
  if (operation === undefined) return undefined
  const { responses } = operationSchema.parse(operation)
  return new Map(
    Object.entries(responses).map(([status, given]) => {
      const shared = '$ref' in given ? given.$ref.split('/').slice(1) : undefined
      const found = '$ref' in given ? components.responses[shared?.at(-1) ?? ''] : given
      const place = shared ?? ['paths', path, name, 'responses', status]
      const { content = {}, headers = {} } = found ?? {}
      return [status, { place, types: Object.keys(content), headers: Object.keys(headers) }]
    }),
  )
}

/**
 * Returns how a value differs from the schema at a place of the document, one line a difference.
 * @param place the names from the root of the document
 */
export function schemaDifferences(place: string[], value: unknown): string[] {
  const escaped = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
  const ref = `api#/${escaped.map(encodeURIComponent).join('/')}`
  const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref })
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}
