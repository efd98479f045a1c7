// Works as many seconds as its input says.
const { APIFY_API_BASE_URL, APIFY_TOKEN, ACTOR_DEFAULT_KEY_VALUE_STORE_ID: store } = process.env
const url = `${APIFY_API_BASE_URL}/v2/key-value-stores/${store}/records/INPUT`
const response = await fetch(url, { headers: { authorization: `Bearer ${APIFY_TOKEN}` } })
const { seconds } = await response.json()
setTimeout(() => {}, seconds * 1000)
