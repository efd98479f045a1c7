/** Rows that questions are asked about, about 1 kB each, by the names of their datasets. */
export const QUESTIONED_ROWS: Record<'products' | 'jobs', (i: number) => object> = {
  products: product,
  jobs: job,
}

const LEAF = 'Loose leaf, picked by hand, dried in the sun and packed where it grew. '
const CITIES = ['Köln', 'Zürich', 'Malmö', 'Porto', 'Gdańsk', 'Brno', 'Łódź']
const TRADES = ['Bäcker/in', 'Electrician', 'Nurse', '"Allrounder"', 'Data engineer', 'Plumber']
const SHIFTS = ['early shift', 'late shift', 'night shift', 'day shift']
const DUTIES = [
  'You plan the week with a team of six and speak to customers “face to face”.',
  'You keep the tools in order; path of the manual: C:\\docs\\manual.pdf.',
  'Du prüfst die Geräte täglich und führst ein Protokoll darüber.',
  'We pay for the train, for courses and for lunch 🍲 on Fridays.',
]

/** A job posting as portals have it, about 1 kB. Some have no salary, no contact or no closing date. */
function job(i: number) {
  return {
    jobId: `J-${String(i).padStart(6, '0')}`,
    postingUrl: `https://jobs.example.org/${i % 2 ? 'de' : 'en'}/posting/${i}?src=feed`,
    title: `${TRADES[i % TRADES.length]} (m/w/d), ${SHIFTS[(i * 5) % SHIFTS.length]}`,
    company: {
      name: `Müller & Söhne ${i % 53}`,
      employees: (i % 53) * 40,
      address: { street: `Hauptstraße ${i % 200}`, postcode: String(10_000 + i) },
    },
    location: {
      city: CITIES[i % CITIES.length],
      lat: 47 + (i % 900) / 100,
      lon: 6 + (i % 700) / 100,
    },
    isRemote: i % 4 === 0,
    salary: i % 6 === 0 ? null : { min: 2_400 + (i % 31) * 50, max: 3_000 + (i % 47) * 60 },
    contract: i % 5 === 0 ? 'part time' : 'full time',
    postedAt: new Date(1_767_225_600_000 + i * 600_000).toISOString(),
    closesAt: i % 3 === 0 ? null : '2026-03-31',
    applicants: (i * 29) % 120,
    skills: ['teamwork', `level ${i % 5}`, 'driving licence', `tool ${i % 17}`].slice(i % 3),
    languages: [{ code: 'de', level: 'B2' }, ...(i % 2 ? [{ code: 'en', level: null }] : [])],
    description: `${SHIFTS[i % SHIFTS.length]}:\n\n${Array.from({ length: 5 }, (_, n) => `- ${DUTIES[(i + n) % DUTIES.length]}`).join('\n')}`,
    ...(i % 7 !== 0 && { contact: { name: `Zoë "Zo" Ångström ${i % 90}`, phone: null } }),
    ...(i % 10 === 0 && { badge: '🔥 new' }),
  }
}

/** A product as shops have it. */
function product(i: number) {
  return {
    url: `https://tea.example.com/en/teas/${i}`,
    name: `Tea no. ${i}`,
    category: ['black', 'green', 'white', 'herbal'][i % 4],
    price: ((i * 37) % 9_000) / 100,
    currency: 'EUR',
    inStock: i % 3 !== 0,
    rating: ((i * 7) % 50) / 10,
    seller: { name: `Seller ${i % 61}`, country: 'PT' },
    imageUrls: [`https://img.example.com/${i}-1.jpg`, `https://img.example.com/${i}-2.jpg`],
    description: LEAF.repeat(8),
  }
}
