import { once } from 'node:events'
import { createServer } from 'node:http'

interface Product {
  path: string
  name: string
  price: string
  icon: string
  category: string
  about: string
}

const CATEGORIES = {
  brewing: { name: 'Brewing', intro: 'Pots, kettles and filters for a slow first cup.' },
  cups: { name: 'Cups', intro: 'Thrown by hand, glazed in small batches, no two quite the same.' },
  pantry: { name: 'Pantry', intro: 'Leaves, beans and something sweet to go with them.' },
}

const PRODUCTS: Product[] = [
  'brewing|Harbour Teapot|€48.00|🫖|A round stoneware pot for four cups, with a spout that never drips.',
  'brewing|Gooseneck Kettle|€64.50|♨️|Brushed steel and a narrow neck, for pouring exactly where you want.',
  'brewing|Linen Filter|€9.00|🌾|Washable linen that replaces a thousand paper filters.',
  'cups|Tide Mug|€22.00|🌊|A wide mug with a blue line where the glaze ran like water.',
  'cups|Pebble Espresso Cup|€16.00|🪨|Small, heavy and smooth, like a stone from the beach.',
  'cups|Lantern Tumbler|€19.50|🏮|Porcelain so thin that the tea shines through.',
  'cups|Twin Saucers|€14.00|🍽️|Two saucers cut from the same slab of clay.',
  'pantry|Smoked Oolong|€12.80|🍃|Dark leaves dried over pine wood; tastes of campfire and plum.',
  'pantry|Market Blend Coffee|€11.20|☕|Beans from three farms, roasted on Tuesdays.',
  'pantry|Ginger Shortbread|€6.40|🍪|Crumbly, buttery, and gone by the evening.',
].map((line) => {
  const [category = '', name = '', price = '', icon = '', about = ''] = line.split('|')
  return { category, name, price, icon, about, path: `/products/${slug(name)}` }
})

/** Linked from the journal, but does not exist. */
const DEAD_LINK = '/products/winter-candle'

const STYLE = `
  :root { --ink: #2b2a33; --clay: #b4552d; --paper: #fbf7f1; --line: #e6dccd }
  * { box-sizing: border-box }
  body { margin: 0; font: 17px/1.6 Georgia, serif; color: var(--ink); background: var(--paper) }
  header, main, footer { max-width: 860px; margin: 0 auto; padding: 24px }
  header { display: flex; justify-content: space-between; align-items: baseline; gap: 24px }
  header > a { font-size: 24px; font-weight: bold; text-decoration: none; color: var(--clay) }
  nav a { margin-left: 18px }
  a { color: var(--ink); text-underline-offset: 3px }
  .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 20px }
  .card { background: #fff; border: 1px solid var(--line); border-radius: 14px; padding: 20px }
  .icon { font-size: 40px }
  .price { color: var(--clay); font-weight: bold }
  footer { border-top: 1px solid var(--line); font-size: 14px }`

function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}

function link(path: string, text: string): string {
  return `<a href="${path}">${text}</a>`
}

function layout(title: string, content: string): string {
  const categories = Object.entries(CATEGORIES).map(([id, { name }]) => link(`/${id}`, name))
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${title} – Clay &amp; Kettle</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body>
  <header>
    ${link('/', 'Clay &amp; Kettle')}
    <nav>${categories.join(' ')} ${link('/journal', 'Journal')} ${link('/about', 'About')}</nav>
  </header>
  <main>
    <h1>${title}</h1>
    ${content}
  </main>
  <footer>Clay &amp; Kettle is a made-up shop for demonstrations.</footer>
</body>
</html>`
}

function cards(products: Product[]): string {
  const card = ({ path, name, price, icon }: Product) => `
      <div class="card">
        <div class="icon">${icon}</div>
        <h2>${link(path, name)}</h2>
        <p class="price">${price}</p>
      </div>`
  return `<div class="grid">${products.map(card).join('')}</div>`
}

function categoryPage(id: string, name: string, intro: string): string {
  const products = PRODUCTS.filter(({ category }) => category === id)
  return layout(name, `<p>${intro}</p>${cards(products)}`)
}

function productPage({ category, name, price, icon, about }: Product): string {
  return layout(
    name,
    `<div class="icon">${icon}</div>
    <p class="description">${about}</p>
    <p class="price">${price}</p>
    <p>Ships within three days. More in ${link(`/${category}`, category)}.</p>`,
  )
}

function journalPage(): string {
  return layout(
    'Notes from the kiln',
    `<article>
      <p>Clay remembers. A cup that was bent and set straight again will lean the old way in the
      fire, so we throw the ${link('/products/tide-mug', 'Tide Mug')} in one go or not at all.</p>
      <p>The ${link(DEAD_LINK, 'Winter Candle')} is sold out for good. Thank you for the light.</p>
    </article>`,
  )
}

function aboutPage(): string {
  return layout(
    'About us',
    `<p>Two potters, one kiln and a kettle that is always on. 🫖✨</p>
    <p lang="de">Unsere Werkstatt liegt zwischen Äckern und Weiher; wir drehen jede Schüssel von
    Hand und grüßen jeden, der über die Türschwelle tritt. 🥨</p>
    <p lang="ja">私たちは毎朝お茶を淹れてから、ろくろを回します。どうぞごゆっくりご覧ください。🍵</p>`,
  )
}

function buildPages(): Map<string, string> {
  const pages = new Map([
    ['/', layout('Good cups for slow mornings', cards(PRODUCTS.slice(0, 3)))],
    ['/journal', journalPage()],
    ['/about', aboutPage()],
  ])
  for (const [id, { name, intro }] of Object.entries(CATEGORIES)) {
    pages.set(`/${id}`, categoryPage(id, name, intro))
  }
  for (const product of PRODUCTS) pages.set(product.path, productPage(product))
  return pages
}

/** Serves a small made-up shop on this machine. `pages` does not count the dead link. */
export async function startDemoSite(): Promise<{
  url: string
  pages: number
  close(): Promise<void>
}> {
  const pages = buildPages()
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
    response.end(page ?? layout('Page not found', `<p>${link('/', 'Back to the shop')}</p>`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The site has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    pages: pages.size,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
