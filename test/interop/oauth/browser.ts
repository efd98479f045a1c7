/** How many pages a person may go through. */
const MAX_PAGES = 12

/**
 * Opens an address as a browser does, and fills in the forms of the authorization server as a person who agrees.
 * @returns the address of the client that it ends at, which has the code
 */
export async function authorize(start: URL, login: string, redirectUrl: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let request: { url: URL; form?: URLSearchParams } = { url: start }
  for (let page = 0; page < MAX_PAGES; page++) {
    if (request.url.href.startsWith(redirectUrl)) return request.url
    const response = await open(request, cookies)
    const location = response.headers.get('location')
    request =
      location === null
        ? fillIn(await response.text(), request.url, login)
        : { url: new URL(location, request.url) }
  }
  throw new Error(`The authorization server leads to page after page, at last ${request.url}.`)
}

async function open(
  { url, form }: { url: URL; form?: URLSearchParams },
  cookies: Map<string, string>,
): Promise<Response> {
  const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form && { method: 'POST', body: form }),
  })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookies.set(name, value)
  }
  return response
}

function fillIn(page: string, url: URL, login: string) {
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
  if (action === undefined) throw new Error(`There is no form at ${url}: ${page.slice(0, 2000)}`)
  const inputs = [...page.matchAll(/<input[^>]* name="([^"]+)"[^>]*>/g)]
  const form = new URLSearchParams()
  for (const [tag, name = ''] of inputs) form.set(name, / value="([^"]*)"/.exec(tag)?.[1] ?? login)
  return { url: new URL(action, url), form }
}
