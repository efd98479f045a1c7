// The platform gives each run these variables. They are all that is needed to use its API.
const {
  APIFY_API_BASE_URL = 'https://api.apify.com',
  APIFY_TOKEN,
  ACTOR_INPUT_KEY = 'INPUT',
  ACTOR_DEFAULT_DATASET_ID,
  ACTOR_DEFAULT_KEY_VALUE_STORE_ID,
} = process.env
const dataset = `/v2/datasets/${ACTOR_DEFAULT_DATASET_ID}`
const records = `/v2/key-value-stores/${ACTOR_DEFAULT_KEY_VALUE_STORE_ID}/records`

/** Calls the API, and returns the response if it is a success. */
async function call(method, path, body) {
  const response = await fetch(APIFY_API_BASE_URL + path, {
    method,
    headers: { authorization: `Bearer ${APIFY_TOKEN}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

const { texts } = await (await call('GET', `${records}/${ACTOR_INPUT_KEY}`)).json()
console.log(`Counting the words of ${texts.length} texts`)

const rows = texts.map((text) => ({ text, words: text.split(/\s+/).filter(Boolean).length }))
await call('POST', `${dataset}/items`, rows)

const words = rows.reduce((total, row) => total + row.words, 0)
await call('PUT', `${records}/OUTPUT`, { texts: rows.length, words })
console.log(`Counted ${words} words`)
