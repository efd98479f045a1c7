import { load } from 'cheerio/slim'

const cases: Record<string, string> = {
  deep: '<div>'.repeat(20_000),
  list: '<ul>' + '<li>x y</li>'.repeat(40_000),
  a: '<a href="/a">x</a>'.repeat(25000),
  nav: '<p>a<nav>b</nav>'.repeat(30000),
}
for (const [n, html] of Object.entries(cases)) {
  let t = Date.now()
  const lap = (w: string) => {
    console.log(n, w, Date.now() - t)
    t = Date.now()
  }
  const $ = load(html)
  lap('load')
  try {
    $('title').first()
    lap('title')
    $('a[href], area[href]').toArray()
    lap('a')
    $('nav,[hidden],body > header').remove()
    lap('chrome')
    $('main').get(0)
    lap('main')
  } catch (e) {
    console.log(String(e))
  }
}
