/** Texts of the kinds that tools return, made up or from a seeded generator, to hold the estimate to. */

let state = 20260101
function next(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
export const below = (n: number) => Math.floor(next() * n)
const bytes = (n: number) => Buffer.from(Array.from({ length: n }, () => below(256)))
export const list = <T>(n: number, make: (index: number) => T) =>
  Array.from({ length: n }, (_, i) => make(i))
const id = (n: number) => bytes(n).toString('base64url')
const rows = (n: number) =>
  list(n, (i) => ({ id: i, price: below(99_999) / 100, stock: below(500), ok: next() < 0.5 }))
const link = () =>
  `https://shop.example.com/en/garden/wooden-chairs/${below(1e6)}?utm_source=newsletter` +
  `&utm_campaign=spring_sale&gclid=${id(24)}&page=${below(40)}`

/** Held to 1.6 times the count, whatever they are embedded in. */
export const strict: Record<string, string> = {
  english: `The ferry leaves at dawn, long before the cafés along the quay open their shutters. Most
passengers are commuters who sleep through the crossing; a few tourists stand at the rail, hoping
for dolphins. "You never see any in April," the mate told us, and then, naturally, we saw three.`,
  'short english':
    'Our refund policy covers unopened items returned within thirty days of delivery.',
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Offers</title></head><body>
  <div class="card card--wide flex items-center px-4 py-2 text-sm hover:bg-gray-100" data-id="4711">
    <a href="/offers/4711" rel="nofollow"><img src="/static/chair.jpg" alt="A chair" width="320"></a>
    <span class="price">129.90&nbsp;€</span><button type="submit" disabled>Add to cart</button>
  </div></body></html>`,
  numbers: JSON.stringify(list(60, () => (below(2e6) - 1e6) / 10 ** below(5))),
  rows: JSON.stringify(rows(20)),
  urls: list(5, link).join('\n'),
  typescript: `export async function readPages(client: Client, limit = 50): Promise<Page[]> {
  const pages: Page[] = []
  for await (const page of client.listPages({ limit, sortBy: 'createdAt' })) {
    if (page.items.length === 0) break
    pages.push({ ...page, fetchedAt: new Date().toISOString() })
  }
  return pages
}`,
  python: `class Inventory:
    def __init__(self, items: dict[str, int] | None = None) -> None:
        self._items = defaultdict(int, items or {})

    def remove(self, sku: str, amount: int = 1) -> None:
        if self._items[sku] < amount:
            raise ValueError(f"only {self._items[sku]} of {sku!r} left")
        self._items[sku] -= amount`,
  rust: `impl<T: Clone + Ord> Heap<T> {
    pub fn pop(&mut self) -> Option<T> {
        let last = self.items.len().checked_sub(1)?;
        self.items.swap(0, last);
        let top = self.items.pop();
        self.sift_down(0);
        top
    }
}`,
  sql: `SELECT c.name, COUNT(*) AS orders, SUM(o.total) AS revenue FROM customers c
LEFT JOIN orders o ON o.customer_id = c.id AND o.created_at >= '2024-01-01'
WHERE c.country IN ('CZ', 'DE') GROUP BY c.name HAVING COUNT(*) > 3 ORDER BY revenue DESC LIMIT 20;`,
  minified: `!function(e,t){"object"==typeof exports?module.exports=t():e.Pager=t()}(this,function(){var n=0;
return{next:function(e){return n+=e||1,this},get:function(){return n},on:function(e,t){(r[e]||(r[e]=[])).push(t)}}});`,
  chinese:
    '这家小书店开在河边，已经营业了四十多年。老板每天早上八点开门，先给猫喂食，然后把新到的杂志摆在门口。周末常有学生来这里看书、喝茶，价格比市中心便宜不少。',
  japanese:
    '駅前のパン屋は朝六時に開店します。焼きたてのクロワッサンが人気で、週末には行列ができることもあります。店長は「毎日食べても飽きない味を目指しています」と話していました。',
  korean:
    '이 작은 서점은 강가에 자리 잡고 있으며 사십 년 넘게 운영되고 있습니다. 주인은 매일 아침 여덟 시에 문을 열고 고양이에게 먹이를 준 다음 새로 들어온 잡지를 진열합니다.',
  russian:
    'Маленький книжный магазин на набережной работает уже больше сорока лет. Каждое утро хозяин открывает дверь, кормит кошку и выкладывает свежие журналы на столик у входа.',
  ukrainian:
    'Щоранку господар відчиняє двері крамниці, годує кішку та викладає свіжі журнали на столик біля входу, а студенти заходять сюди на чай.',
  arabic:
    'تقع هذه المكتبة الصغيرة على ضفة النهر وهي مفتوحة منذ أكثر من أربعين عاما. يفتح صاحبها الباب كل صباح ويطعم القطة ثم يضع المجلات الجديدة على الطاولة قرب المدخل.',
  emoji: '🎉🚀🔥 👍🏽 👩‍💻 👨‍👩‍👧‍👦 ❤️ 🇨🇿🇩🇪 ✅ 🧑🏾‍🔬 🍕 😀😂🙏 🏳️‍🌈 ⭐ 📈 🦄 ☀️ 🤷‍♀️ 🧩 💡',
  base64: bytes(300).toString('base64'),
  'base64 of zeros': Buffer.concat([bytes(60), Buffer.alloc(200), bytes(60)]).toString('base64'),
  hex: bytes(200).toString('hex'),
  'escaped bytes': bytes(90).toString('hex').replace(/../g, '\\x$&'),
  'rare han': list(120, () => String.fromCharCode(0x4e00 + below(0x51a6))).join(''),
  'rare han list': list(60, () => String.fromCharCode(0x4e00 + below(0x51a6))).join(', '),
  hangul: list(120, () => String.fromCharCode(0xac00 + below(11_172))).join(''),
  hiragana: list(120, () => String.fromCharCode(0x3041 + below(86))).join(''),
  katakana: list(120, () => String.fromCharCode(0x30a1 + below(86))).join(''),
  'katakana words':
    'コンピュータ、プログラミング、インターネット、データベース、スマートフォン、ショッピングセンター、エレベーター、アイスクリーム',
  'chinese list':
    '苹果, 香蕉, 橙子, 葡萄, 草莓, 柠檬, 樱桃, 西瓜, 菠萝, 芒果, 荔枝, 石榴, 榴莲, 枇杷',
  traditional:
    '這家小書店開在河邊，已經營業了四十多年。老闆每天早上八點開門，先給貓餵食，然後把新到的雜誌擺在門口。週末常有學生來這裡看書、喝茶。',
  persian:
    'این کتاب‌فروشی کوچک کنار رودخانه بیش از چهل سال است که باز است. صاحب آن هر روز صبح در را باز می‌کند و به گربه غذا می‌دهد.',
  serbian:
    'Мала књижара поред реке ради већ више од четрдесет година. Власник сваког јутра отвара врата, храни мачку и слаже нове часописе.',
  flags: list(30, () => String.fromCodePoint(0x1f1e6 + below(26), 0x1f1e6 + below(26))).join(''),
  keycaps: list(30, () => `${below(10)}\ufe0f\u20e3`).join(''),
  'skin tones': list(30, () => `👋${String.fromCodePoint(0x1f3fb + below(5))}`).join(' '),
}

/** Never below either, and at most twice the count. */
export const others: Record<string, string> = {
  german:
    'Die Donaudampfschifffahrtsgesellschaft veröffentlichte ihre Geschäftsbedingungen für Gruppenreisen; Rückerstattungsansprüche verjähren nach sechs Monaten.',
  french:
    'La petite librairie au bord du fleuve est ouverte depuis plus de quarante ans ; chaque matin, le propriétaire nourrit son chat, puis dispose les nouveautés près de l’entrée.',
  czech:
    'Malé knihkupectví na nábřeží funguje už přes čtyřicet let. Majitel každé ráno otevře dveře, nakrmí kočku a vyskládá čerstvé časopisy na stolek u vchodu.',
  polish:
    'Mała księgarnia nad rzeką działa już ponad czterdzieści lat. Właściciel codziennie rano otwiera drzwi, karmi kota i układa świeże czasopisma przy wejściu.',
  turkish:
    'Nehrin kıyısındaki küçük kitapçı kırk yılı aşkın süredir açık. Sahibi her sabah kapıyı açar, kediyi besler ve yeni dergileri girişteki masaya dizer.',
  vietnamese:
    'Hiệu sách nhỏ bên bờ sông đã mở cửa hơn bốn mươi năm. Mỗi sáng, ông chủ cho mèo ăn rồi bày những cuốn tạp chí mới lên chiếc bàn cạnh cửa ra vào.',
  greek:
    'Το μικρό βιβλιοπωλείο δίπλα στο ποτάμι λειτουργεί πάνω από σαράντα χρόνια. Κάθε πρωί ο ιδιοκτήτης ανοίγει την πόρτα και ταΐζει τη γάτα.',
  hebrew:
    'חנות הספרים הקטנה שעל גדת הנהר פתוחה כבר יותר מארבעים שנה. בכל בוקר בעל החנות פותח את הדלת, מאכיל את החתול ומסדר את העיתונים.',
  hindi:
    'नदी के किनारे की यह छोटी किताबों की दुकान चालीस साल से अधिक समय से खुली है। मालिक हर सुबह दरवाज़ा खोलता है और बिल्ली को खाना देता है।',
  thai: 'ร้านหนังสือเล็ก ๆ ริมแม่น้ำเปิดมานานกว่าสี่สิบปีแล้ว ทุกเช้าเจ้าของร้านจะเปิดประตู ให้อาหารแมว แล้ววางนิตยสารใหม่ไว้บนโต๊ะหน้าร้าน',
  uuids: list(6, () =>
    bytes(16)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  ).join(' '),
  ascii: list(300, () => String.fromCharCode(33 + below(94))).join(''),
  log: list(
    4,
    (i) => `2024-05-17T08:3${i}:12.${below(900) + 100}Z WARN  Crawler: Retrying ${link()}`,
  ).join('\n'),
  csv: list(9, (i) => `${i},chair-${below(99)},${below(9999) / 100},2024-05-1${i},true`).join('\n'),
  table:
    '| id | name | price |\n|----|:----:|------:|\n| 17 | Chair | 129.90 |\n| 18 | Garden table | 249.00 |',
  indented: list(12, (i) => `${' '.repeat(i * 2)}<li>\n${'\t'.repeat(i % 5)}item ${i}`).join(
    '\n\n',
  ),
  rules: `${'='.repeat(72)}\n${'-'.repeat(60)}\n*** done ***\n${'#'.repeat(40)}\n${'. '.repeat(30)}`,
  nested: JSON.stringify(
    JSON.stringify({ body: JSON.stringify({ rows: rows(4) }), note: 'two\nlines' }),
  ),
  escapes:
    'd\\u00e9j\\u00e0 vu \\ud83d\\ude00 \\u010desk\\u00fd \\n\\t\\"quoted\\" \\u4e2d\\u6587 '.repeat(
      3,
    ),
  surrogates: 'a lone \ud83d half and \udc00 another, \ud800 between ordinary words '.repeat(3),
  'same letter': [...'azqXAZ'].map((letter) => letter.repeat(40)).join('\n'),
  kurdish:
    'پڕۆژەکە ئاسانکاری دەکات بۆ دەستگەیشتن و گۆڕینی زانیارییەکان، هەروەها پێڕستی نوێ بۆ بەکارهێنەران دروست دەکات.',
  'unified han beyond the first block': list(80, () =>
    String.fromCharCode(0x3400 + below(0x19c0)),
  ).join(''),
  controls: 'name\u0000size\u0001date\u001fkind\u0007 '.repeat(8),
  identifiers:
    'getElementById max_retry_count HTTPRequestHandler SOME_DEFAULT_TIMEOUT kebab-case-slug-name',
}
