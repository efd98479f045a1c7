import { startFakeApify } from '../fake-apify/apify.ts'
import { sendError } from '../fake-apify/reply.ts'
import { ACTOR, BUILD, RUN, seed } from '../seeded-server.ts'

/** A token of Apify's form, which the author of an Actor left in its data. */
export const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
/** A token of the operator, or of a client, that no form matches. */
export const FORMLESS = 'marked-token-of.the~operator'
/** An access key with all characters that JSON and URLs escape. */
export const ACCESS_KEY = 'Kq/7+access-key/of+the~server_01=='

/** Starts an API whose data hold secrets wherever there is a text. */
export async function startPoisoned(token: string, secrets: readonly string[]) {
  const fake = await seed(await startFakeApify(token))
  const text = secrets.map((secret) => `<${secret}>`).join(' and ')
  const json = JSON.stringify({ [text]: [text] })
  fake.setRun({ ...RUN, id: 'busy', status: 'RUNNING', statusMessage: text })
  fake.catalog.actors.set('alice~crawler', { ...ACTOR, title: text, description: text })
  fake.catalog.builds.set('alice~crawler', { ...BUILD, readme: `# ${text}` })
  fake.datasets.set('data1', [{ [text]: text, nested: [{ key: text }] }])
  fake.logs.set('run1', `INFO ${text}\n`)
  const put = (key: string, contentType: string, body: string | Buffer) =>
    fake.records.set(`store1/${key}`, { body, contentType })
  put('json', 'application/json', json)
  put('escaped', 'application/json', json.replaceAll('a', '\\u0061').replaceAll('/', '\\/'))
  put('text', 'text/plain', text)
  put('csv', 'text/csv', `a,b\n1,"${text}"\n`)
  put('binary', 'application/x-bin', Buffer.from(`\0${text}\0`))
  put('picture', 'image/png', Buffer.from(`\x89PNG${text}`, 'latin1'))
  // A key of the API has no slash.
  for (const secret of secrets) if (!secret.includes('/')) put(secret, 'text/plain', 'a')
  fake.on('GET /v2/actor-runs/echo', (_, response) => sendError(response, 400, 'bad', text))
  return fake
}

/** Returns the secrets of which a text shows enough to know them, in any spelling. */
export function shownIn(text: string, secrets: readonly string[]): string[] {
  const spellings = [text, ...blobsIn(text)].flatMap((each) => [each, ...decodings(each)])
  return secrets.filter((secret) => {
    const parts = [secret.slice(0, 18), secret.slice(-12)]
    return spellings.some((spelling) => parts.some((part) => spelling.includes(part)))
  })
}

/** Returns what escapes of URLs and of JSON stand for, each level of them. */
function decodings(text: string): string[] {
  const decoded = text
    .replace(/%([2-7][\da-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+u00([2-7][\da-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+([/"])/g, '$1')
  return decoded === text ? [] : [decoded, ...decodings(decoded)]
}

function blobsIn(text: string): string[] {
  return [...text.matchAll(/"(?:blob|data)":"([\w+/=]{8,})"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString('latin1'),
  )
}

/** Returns a text as clients spell it in a URI: as it is, and with percent escapes once and twice. */
export function uriSpellings(text: string): string[] {
  const each = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`
  return [
    text.replaceAll('/', '%2F'),
    encodeURIComponent(text),
    text.replaceAll('_', '%5f').replaceAll('-', '%2D').replaceAll('/', '%2f'),
    [...text].map(each).join(''),
    [...text].map(each).join('').replaceAll('%', '%25'),
  ]
}

type Request = [method: string, params: object]

const completion = (name: string, value: string, given: object): Request => [
  'completion/complete',
  {
    ref: { type: 'ref/resource', uri: 'apify://store/{storeId}/{recordKey}' },
    argument: { name, value },
    context: { arguments: given },
  },
]
const called = (name: string, args: object): Request => ['tools/call', { name, arguments: args }]

/** Returns requests whose answers repeat a secret that the client sent. */
export function echoing(secret: string): Request[] {
  const spelled = uriSpellings(secret)
  return [
    ...spelled.flatMap((text): Request[] => [
      ['resources/read', { uri: `apify://run/${text}/log` }],
      ['resources/read', { uri: `apify://store/${text}/OUTPUT` }],
      ['resources/read', { uri: `apify://store/store1/${text}` }],
      ['resources/read', { uri: `apify://dataset/${text}/items` }],
      ['resources/read', { uri: `apify://dataset/data1/items?${text}=1` }],
      ['resources/read', { uri: `apify://${text}` }],
      [text, {}],
      ['prompts/get', { name: text }],
      called(text, {}),
      called('get_run', { runId: text }),
      called('get_run', { [text]: 1 }),
    ]),
    ['resources/read', { uri: `apify://run/${'a'.repeat(190)}${secret}/log` }],
    ['prompts/get', { name: 'debug_run', arguments: { runId: secret } }],
    ['prompts/get', { name: 'debug_run', arguments: { [secret]: 1 } }],
    ['prompts/get', { name: 'debug_run', arguments: { runId: `${'é '.repeat(9000)}${secret}` } }],
    called('get_record', { storeId: 'store1', recordKey: secret }),
    called('put_record', { storeId: secret, recordKey: secret, text: 'a' }),
    called('push_dataset_items', { datasetId: secret, items: [{ a: 1 }] }),
    called('list_dataset_items', { datasetId: 'data1', fields: [secret] }),
    called('run_actor', { actorId: `${secret}/${secret}` }),
    called('get_run', { runId: 'run1', waitSecs: { [secret]: secret } }),
    called(`${'q'.repeat(50)}${secret}`, {}),
    completion('recordKey', secret.slice(0, 12), { storeId: 'store1' }),
    completion('runId', secret, {}),
  ]
}

/** Requests that read data of which each text is a secret. */
export const READING: Request[] = [
  ...['json', 'escaped', 'text', 'csv', 'binary', 'picture'].flatMap((key): Request[] => [
    ['resources/read', { uri: `apify://store/store1/${key}` }],
    called('get_record', { storeId: 'store1', recordKey: key }),
  ]),
  ['resources/read', { uri: 'apify://run/run1/log' }],
  ['resources/read', { uri: 'apify://dataset/data1/items' }],
  ['resources/read', { uri: 'apify://actor/alice~crawler/readme' }],
  called('get_log', { runId: 'run1' }),
  called('get_run', { runId: 'echo' }),
  called('get_actor', { actorId: 'alice/crawler' }),
  called('list_dataset_items', { datasetId: 'data1' }),
  called('get_dataset', { datasetId: 'data1' }),
  called('list_records', { storeId: 'store1' }),
  completion('recordKey', '', { storeId: 'store1' }),
  [
    'tools/call',
    {
      name: 'get_run',
      arguments: { runId: 'busy', waitSecs: 2 },
      _meta: { progressToken: 'p' },
    },
  ],
]
