/** Rows like those that Actors of the Store write. Each maker returns a row by its number. */
type MakeRow = (i: number) => object

const WORDS =
  'oak seat height box delivered shipping garden summer light small strong repaired sold'.split(' ')
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const CJK =
  '春日の庭で使う木製の椅子です。耐久性が高く、雨にも強い。价格优惠，欢迎选购。고품질 의자'
const EMOJI = '😀🌿🪑👍🏽👩‍👩‍👧‍👦🇵🇹✨🔥💯🛒'

/** Returns words that differ from row to row, about `chars` characters. */
function prose(i: number, chars: number): string {
  let text = ''
  for (let n = 0; text.length < chars; n++) {
    const word = WORDS[(i * 7 + n * n) % WORDS.length] ?? ''
    text += n % 12 === 11 ? `${word}. ` : `${word} `
  }
  return text.trim()
}

/** Repeats the characters of a text from a place on, `length` code points in all. */
function characters(text: string, from: number, length: number): string {
  const all = [...text]
  return Array.from({ length }, (_, n) => all[(from + n) % all.length]).join('')
}

/** A product of a shop: 30 fields, about 3 kB, with a nested price. */
const product: MakeRow = (i) => ({
  url: `https://shop.example.com/en/garden/chairs/${i}?variant=${i % 7}`,
  asin: `B0${String(i).padStart(8, '0')}`,
  title: `Wooden chair no. ${i}, ${prose(i, 60)}`,
  brand: `Brand ${i % 41}`,
  price: { value: (i * 37) % 1000, currency: 'EUR', was: { value: (i * 41) % 1200, until: null } },
  inStock: i % 3 !== 0,
  stars: ((i * 7) % 50) / 10,
  reviewsCount: (i * 13) % 4000,
  ratings: { five: 0.61, four: 0.2, three: 0.1, two: 0.04, one: 0.05 },
  breadCrumbs: `Garden > Furniture > Chairs > Series ${i % 50}`,
  description: prose(i, 900),
  features: Array.from({ length: 5 }, (_, n) => prose(i + n, 120)),
  thumbnailImage: `https://img.example.com/${i}/thumb.jpg`,
  images: Array.from({ length: 4 }, (_, n) => `https://img.example.com/${i}/${n}-large.jpg`),
  attributes: ['Colour', 'Wood', 'Weight', 'Height'].map((key, n) => ({
    key,
    value: `${i % 9} ${n}`,
  })),
  variantAsins: Array.from({ length: 4 }, (_, n) => `B1${String(i * 10 + n).padStart(8, '0')}`),
  seller: {
    name: `Seller ${i % 61}`,
    id: `S${i % 61}`,
    url: `https://shop.example.com/s/${i % 61}`,
  },
  delivery: `Arrives within ${i % 9} days`,
  fastestDelivery: null,
  returnPolicy: 'Within 30 days',
  condition: 'new',
  monthlyPurchase: i % 500,
  categoryPage: `https://shop.example.com/c/${i % 12}`,
  position: i,
  isSponsored: i % 11 === 0,
  hasCoupon: false,
  locale: 'en-GB',
  country: 'PT',
  scrapedAt: '2026-01-02T03:04:05.000Z',
  '#debug': { requestId: `r${i}`, statusCode: 200 },
})

/** A page as a website crawler stores it, with 8 kB of text. */
const article: MakeRow = (i) => ({
  url: `https://news.example.com/2026/01/${i}`,
  crawl: { loadedUrl: `https://news.example.com/2026/01/${i}`, depth: i % 4, httpStatusCode: 200 },
  metadata: { title: `Article ${i}`, description: prose(i, 150), author: null, languageCode: 'en' },
  text: prose(i, 8000),
})

/** A place of a map: nested lists, opening hours. */
const place: MakeRow = (i) => ({
  title: `Café ${i}`,
  categoryName: 'Coffee shop',
  address: `Rua ${i % 300} ${i}, 1100 Lisboa`,
  location: { lat: 38.7 + (i % 1000) / 10_000, lng: -9.1 - (i % 1000) / 10_000 },
  totalScore: ((i * 7) % 50) / 10,
  openingHours: DAYS.map((day, n) => ({ day, hours: n === 6 ? 'Closed' : '8 AM to 7 PM' })),
  popularTimes: DAYS.map((day) => ({
    day,
    hours: Array.from({ length: 12 }, (_, hour) => ({ hour: hour + 8, percent: (i * hour) % 100 })),
  })),
  additionalInfo: {
    Accessibility: [{ 'Wheelchair accessible entrance': i % 2 === 0 }],
    Amenities: [{ Toilets: true }, { 'Wi-Fi': i % 3 === 0 }],
  },
  reviews: Array.from({ length: 3 }, (_, n) => ({
    name: `Guest ${i + n}`,
    stars: 1 + ((i + n) % 5),
    text: prose(i + n, 200),
    likes: n,
  })),
})

const wide =
  (fields: number): MakeRow =>
  (i) =>
    Object.fromEntries(Array.from({ length: fields }, (_, n) => [`field_${n}`, (i * n) % 10_007]))

const inCjk: MakeRow = (i) => ({
  番号: i,
  名前: characters(CJK, i, 20),
  説明: characters(CJK, i * 3, 400),
})

const inEmoji: MakeRow = (i) => ({
  id: i,
  reactions: characters(EMOJI, i, 30),
  text: characters(EMOJI, i, 300),
})

/** The kinds by the names of their datasets, such as `products-1000` of a thousand rows. */
export const REAL_ROWS = {
  products: product,
  articles: article,
  maps: place,
  wide200: wide(200),
  wide5000: wide(5000),
  cjk: inCjk,
  emoji: inEmoji,
} satisfies Record<string, MakeRow>
