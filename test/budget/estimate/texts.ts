import { below, list } from './samples.ts'

/** Long texts of each kind that the estimate promises to hold for: sentences, rows and bytes, mixed. */

const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0]
type Make = () => string
const oneOf = (makes: readonly [Make, ...Make[]]): string => pick(makes)()
const bytes = (n: number) => Buffer.from(list(n, () => below(256)))
const digits = (n: number) => list(n, () => below(10)).join('')
const prose = (sentences: readonly [string, ...string[]], end: string, space = ' ') =>
  list(400, () => `${pick(sentences)}${end}${below(6) === 0 ? '\n\n' : space}`).join('')

const english = () =>
  prose(
    [
      'The museum reopens on Thursday after two years of repairs',
      'Guests praised the breakfast but complained about thin walls and a broken lift',
      "I wouldn't buy these headphones again: the left side crackled within weeks",
      'Shipping is free above $40, and returns are accepted for 60 days',
      'Archaeologists uncovered a Bronze Age kiln beneath the supermarket car park',
      'Quarterly revenue rose 7.4% to 318 million, helped by lower freight costs',
      'Kowalczyk, Marchetti and van der Berg finished within two seconds of each other',
    ],
    '.',
  )
const html = () =>
  list(80, (i) =>
    oneOf([
      () =>
        `<article class="teaser teaser--${pick(['large', 'small'])}" id="t${digits(5)}">\n  <h3><a href="/news/${below(9999)}/harbour-bridge">Harbour bridge closed</a></h3>\n  <time datetime="2025-0${1 + below(9)}-14">${below(28)} days ago</time>\n</article>`,
      () =>
        `<tr><td>${i}</td><td align="right">${below(999)}.${digits(2)}</td><td><img src="https://img.example.net/p/${digits(8)}.webp" alt="" loading="lazy"></td></tr>`,
      () =>
        '<div class="grid grid-cols-2 gap-6 rounded-lg bg-white p-8 shadow-md md:grid-cols-4"><label for="email">E-mail</label><input type="email" name="email" required aria-describedby="hint"/></div>',
      () =>
        `<script>window.dataLayer=window.dataLayer||[];dataLayer.push({event:"view_item",value:${below(500)}});</script>`,
      () =>
        '<p>We ship to <strong>all</strong> of Europe &mdash; see our <em>delivery times</em>&nbsp;&rarr;</p><!-- end of notice -->',
    ]),
  ).join('\n')
const numbers = () =>
  JSON.stringify(
    list(500, (i) =>
      pick<() => unknown>([
        () => below(10),
        () => below(1e9) / 1000,
        () => [below(180) + below(1e6) / 1e6, -below(90) - below(1e6) / 1e6],
        () => ({ id: 7_000_000 + i, price: below(1e5) / 100, stock: below(40), rating: 4.5 }),
        () => -below(1e6),
        () => 1.5e-7 * below(1000),
      ])(),
    ),
  )
const urls = () =>
  list(160, () =>
    oneOf([
      () => `https://www.example.org/catalogue/lighting/desk-lamps/${digits(7)}-brass-lamp.html`,
      () =>
        `https://api.example.com/v2/orders?limit=${below(100)}&offset=${below(9999)}&sort=-createdAt`,
      () =>
        `https://cdn.example.net/assets/${bytes(10).toString('hex')}/main.min.js?v=${digits(10)}`,
      () =>
        `https://example.de/suche?q=${encodeURIComponent('größe & farbe')}&seite=${below(30)}#treffer`,
      () =>
        `http://10.0.${below(255)}.${below(255)}:8080/status/${bytes(12).toString('base64url')}`,
      () => `https://video.example.com/watch?v=${bytes(8).toString('base64url')}&t=${below(999)}s`,
    ]),
  ).join('\n')
const code = () =>
  list(60, () =>
    oneOf([
      () => `func (s *Store) Lookup(ctx context.Context, key string) (*Entry, error) {
\tentry, ok := s.entries[key]
\tif !ok {
\t\treturn nil, fmt.Errorf("lookup %q: %w", key, ErrNotFound)
\t}
\treturn entry, nil
}`,
      () => `  const visible = useMemo(() => rows.filter((row) => row.total > ${below(900)}), [rows])
  return <Table columns={columns} data={visible} onRowClick={(row) => navigate(\`/orders/\${row.id}\`)} />`,
      () => `@app.route("/invoices/<int:invoice_id>", methods=["GET"])
def show_invoice(invoice_id):
    invoice = Invoice.query.filter_by(id=invoice_id).first_or_404()
    return jsonify(invoice.to_dict()), ${pick([200, 202])}
`,
      () => `public static <T extends Comparable<T>> Optional<T> largest(Collection<T> values) {
        return values.stream().max(Comparator.naturalOrder()); // null-safe
    }`,
      () => `#include <vector>
for (std::size_t i = 0; i < buffer.size(); ++i) { checksum ^= (buffer[i] << ${below(8)}) & 0x${bytes(2).toString('hex')}; }`,
      () =>
        `.nav-item:hover > .dropdown-menu { display: block; margin-top: -${below(9)}px; color: #${bytes(3).toString('hex')}; }`,
      () =>
        `SELECT warehouse_id, SUM(quantity) FROM stock_movements WHERE moved_at > now() - interval '${below(30)} days' GROUP BY 1;`,
      () =>
        `for f in "$DIR"/*.log; do gzip -9 "$f" && mv "$f.gz" /var/backups/ || exit ${below(9)}; done`,
    ]),
  ).join('\n\n')
const chinese = () =>
  prose(
    [
      '这款手机续航不错，就是拍照效果一般，夜景噪点比较明显',
      '研究人员认为，睡眠不足会明显增加患心脏病的风险',
      '老师傅从十五岁开始学木工，如今已经带出了二十多个徒弟',
      '公司第二季度营业收入同比增长百分之八，净利润略有下降',
    ],
    '。',
    '',
  )
const japanese = () =>
  prose(
    [
      '台風の接近に伴い、新幹線は午後から運転を取りやめる予定です',
      'この掃除機は軽くて使いやすいが、バッテリーの持ちが少し短い',
      '駅から徒歩五分のところに、昔ながらの喫茶店があります',
      'サーバーのメンテナンスのため、日曜日の深夜はログインできません',
    ],
    '。',
    '',
  )
const korean = () =>
  prose(
    [
      '정부는 내년부터 청년 주택 지원을 크게 늘리겠다고 밝혔다',
      '배송이 빠르고 포장도 꼼꼼해서 만족스럽지만 색상이 사진과 조금 다릅니다',
      '어제 내린 폭우로 지하철 일부 구간의 운행이 한때 중단되었다',
      '이 식당은 칼국수와 만두가 유명해서 점심시간마다 줄이 길다',
    ],
    '.',
  )
const russian = () =>
  prose(
    [
      'Из-за сильного снегопада аэропорт отменил более сорока рейсов',
      'Власти города обещают отремонтировать все дворы в ближайшие три года',
      'Виктор Степанович Куропаткин живёт в посёлке Верхняя Салда, улица Энгельса',
    ],
    '.',
  )
const ukrainian = () =>
  prose(
    [
      'Через негоду аеропорт скасував понад сорок рейсів',
      'Цього року врожай пшениці виявився кращим, ніж очікували фермери',
      'Новий міст через річку відкриють восени, повідомила міська рада',
      'Науковці з’ясували, що нестача сну підвищує ризик хвороб серця',
    ],
    '.',
  )
const arabic = () =>
  prose(
    [
      'أعلنت الحكومة أمس عن خطة جديدة لتطوير الطرق والمدارس في المحافظات',
      'المنتج جيد لكن التوصيل تأخر أسبوعا كاملا ولم يرد أحد على رسائلي',
      'يرى الباحثون أن قلة النوم تزيد من خطر الإصابة بأمراض القلب',
      'تسببت الأمطار الغزيرة في إغلاق عدد من الشوارع وسط المدينة',
      'الشحن مجاني للطلبات التي تزيد على مئة ريال، والاستبدال خلال أربعة عشر يوما',
      'وصل المنتخب إلى نصف النهائي بعد فوزه بركلات الترجيح على مضيفه',
      'قطعي البصل والطماطم ثم أضيفي ملعقتين من زيت الزيتون وقليلا من الكمون',
    ],
    '.',
  )
const emoji = () =>
  list(1500, () =>
    oneOf([
      () => String.fromCodePoint(0x1f600 + below(80)),
      () => String.fromCodePoint(0x1f300 + below(0x200)),
      () => String.fromCodePoint(0x1f468 + below(2), 0x200d, 0x1f4bb),
      () => `👍${String.fromCodePoint(0x1f3fb + below(5))}`,
      () => '👩‍👩‍👧‍👦',
      () => '❤️',
      () => String.fromCodePoint(0x1f1e6 + below(26), 0x1f1e6 + below(26)),
    ]),
  ).join(pick(['', ' ']))
const hex = () =>
  list(300, () => bytes(pick([16, 20, 32])).toString('hex')).join(pick(['\n', ' ', ',']))

const kinds: Record<string, () => string> = {
  english,
  html,
  numbers,
  urls,
  code,
  chinese,
  japanese,
  korean,
  russian,
  ukrainian,
  arabic,
  emoji,
  base64: () => bytes(12_000).toString('base64'),
  hex,
}

/** At least 10,000 characters of each kind, always the same. */
export const texts: [kind: string, text: string][] = Object.entries(kinds).map(([kind, make]) => {
  let text = make()
  while (text.length < 12_000) text += make()
  return [kind, text]
})
