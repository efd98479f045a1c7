import { existsSync, readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { onTestFinished } from 'vitest'

/**
 * Apify's own description of its API in OpenAPI 3, as JSON. `APIFY_API_DESCRIPTION` names its path;
 * the default is beside the project. Tests that need it are skipped without it.
 */
const PATH =
  process.env.APIFY_API_DESCRIPTION ||
  fileURLToPath(new URL('../../../../shared/apify-api/openapi.json', import.meta.url))

export const hasApiDescription = existsSync(PATH)

/** Ends the title of each test that needs the description, so that a report says why it is skipped. */
export const WITHOUT_DESCRIPTION = hasApiDescription
  ? ''
  : ' (skipped: set APIFY_API_DESCRIPTION to the path of an openapi.json)'

interface Operation {
  responses: Record<string, { content?: Record<string, unknown>; $ref?: string }>
}

const METHODS = ['get', 'head', 'post', 'put', 'delete']

const document: { paths: Record<string, Record<string, Operation>> } = hasApiDescription
  ? JSON.parse(readFileSync(PATH, 'utf8'))
  : { paths: {} }

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
addFormats.default(ajv)
ajv.addSchema(document, 'api')

/** Every documented operation, as `GET /v2/datasets/{datasetId}`. */
export const operations: string[] = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
)

const ranked = Object.keys(document.paths).sort((a, b) => parametersOf(a) - parametersOf(b))

function parametersOf(path: string): number {
  return path.split('{').length
}

/** Returns the documented path that a real one matches. A fixed part wins over a parameter. */
export function documentedPath(path: string): string | undefined {
  const canonical = path.replace(/^\/v2\/acts(?=\/|$)/, '/v2/actors').replace(/\/$/, '')
  return ranked.find((one) => new RegExp(`^${one.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(canonical))
}

/** Intended differences, by operation and place in the answer, with the reason. */
const EXPLAINED: { where: RegExp; why: string }[] = [
  {
    where: /^GET \/v2\/(datasets|request-queues) 200: \/data\/items\/\d+\/name must be string/,
    why: 'A storage may have no name, which the description of lists with unnamed=1 does not allow.',
  },
  {
    where:
      /^GET \/v2\/actor-tasks\/\{actorTaskId\}\/run-sync-get-dataset-items 201: +must be object/,
    why: 'Items are a list, but the description of this address says object.',
  },
]

export interface Answer {
  method: string
  path: string
  status: number
  contentType: string
  body: string
}

/**
 * Returns how an answer differs from the description; an empty list if it agrees, or there is none.
 */
export function differences(answer: Answer): string[] {
  if (!hasApiDescription) return []
  const { method, path, status, contentType, body } = answer
  const documented = documentedPath(path)
  const name = method === 'HEAD' ? 'get' : method.toLowerCase()
  const operation = documented && document.paths[documented]?.[name]
  const where = `${method} ${documented ?? path} ${status}`
  if (status >= 400) return errorDifferences(method, body, where)
  if (!operation || !documented) return [`${where}: not documented`]
  const response = operation.responses[String(status)]
  if (!response) {
    return [`${where}: this status is not among ${Object.keys(operation.responses).join(', ')}`]
  }
  const type = contentType.split(';')[0] ?? ''
  if (type !== 'application/json' || method === 'HEAD') return []
  if (!response.content?.[type]) return body === '' ? [] : [`${where}: ${type} is not documented`]
  return check(schemaRef(documented, name, status, type), JSON.parse(body), where)
}

/** Returns the JSON pointer of the schema that an answer must fit. */
function schemaRef(path: string, method: string, status: number, type: string): string {
  const parts = ['paths', path, method, 'responses', String(status), 'content', type, 'schema']
  const escaped = parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `api#/${escaped.map(encodeURIComponent).join('/')}`
}

function errorDifferences(method: string, body: string, where: string): string[] {
  if (method === 'HEAD' || body === '') return []
  return check('api#/components/schemas/ErrorResponse', JSON.parse(body), where)
}

function check(ref: string, value: unknown, where: string): string[] {
  const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref })
  if (validate(value)) return []
  const all = (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${where}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  )
  return all.filter((one) => !EXPLAINED.some((known) => known.where.test(one)))
}

/** Starts a proxy in front of a platform that compares each answer with the description. */
export async function startContractProxy(baseUrl: string) {
  const found = new Set<string>()
  const checked = new Set<string>()
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, host: new URL(baseUrl).host }
    const { method = '', url = '' } = incoming
    const forwarded = request(baseUrl + url, { method, headers }, async (answer) => {
      const { statusCode: status = 0, headers: sent } = answer
      const contentType = sent['content-type'] ?? ''
      outgoing.writeHead(status, sent)
      const [path = ''] = url.split('?')
      if (status !== 501) checked.add(`${method} ${documentedPath(path)}`)
      // Other answers pass through at once: a log may last as long as its run.
      if (!contentType.startsWith('application/json')) return void answer.pipe(outgoing)
      const bytes = await buffer(answer)
      const body = bytes.toString()
      for (const one of differences({ method, path, status, contentType, body })) found.add(one)
      outgoing.end(bytes)
    })
    forwarded.on('error', () => outgoing.destroy())
    outgoing.on('close', () => forwarded.destroy())
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, found, checked }
}
