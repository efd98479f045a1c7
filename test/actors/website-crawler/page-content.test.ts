import { expect, test } from 'vitest'
import { isValidSelector, readContent } from '../../../actors/website-crawler/page-content.ts'

const OPTIONS = { url: 'https://a.example/dir/page', maxTextChars: 1000 }

const textOf = (html: string) => readContent(html, OPTIONS).text

test.each([
  ['<p>One</p><p>two</p>', 'One two'],
  ['<p>one<b>word</b> <i>more</i></p>', 'oneword more'],
  ['one<br>two<div>three</div>four', 'one two three four'],
  ['  a \n\t b\u00a0c ', 'a b c'],
  ['a<script>x()</script><style>y{}</style><!-- z --><noscript>n</noscript>b', 'ab'],
  ['<template>t</template><svg><text>s</text></svg><iframe>i</iframe>a', 'a'],
  ['&lt;b&gt; &amp; &#x1F600;', '<b> & 😀'],
  ['<table><tr><td>1</td><td>2</td></tr></table>', '1 2'],
  ['<main>Main</main><p>rest</p>', 'Main'],
  ['<div role="main">Main</div><p>rest</p>', 'Main'],
  ['<article>One</article><p>rest</p>', 'One'],
  ['<article>One</article><article>Two</article>', 'One Two'],
  ['<body><header>H</header><nav>N</nav>Text<aside>A</aside><footer>F</footer></body>', 'Text'],
  ['<body><main><header>Title</header>Text<nav>N</nav></main></body>', 'Title Text'],
  ['<p hidden>a</p><p aria-hidden="true">b</p><p role="banner">c</p>d', 'd'],
  ['<nav>Home</nav>', 'Home'],
  ['', ''],
])('the text of %j is %j', (html, text) => {
  expect(textOf(html)).toBe(text)
})

test.each([
  ['<title> A  b </title><h1>H</h1>', 'A b'],
  ['<title></title><h1>H <b>x</b></h1><h1>I</h1>', 'H x'],
  ['<svg><title>icon</title></svg>', 'icon'],
  ['<p>none</p>', ''],
])('the title of %s is "%s"', (html, title) => {
  expect(readContent(html, OPTIONS).title).toBe(title)
})

test.each<[html: string, linkCount: number, siteLinks: string[]]>([
  ['<a href="/x">1</a><a href="/x#part">2</a>', 1, ['https://a.example/x']],
  [
    '<a href="x">1</a><area href="?q">',
    2,
    ['https://a.example/dir/x', 'https://a.example/dir/page?q'],
  ],
  ['<base href="/other/"><a href="x">1</a>', 1, ['https://a.example/other/x']],
  ['<base href="https://b.example/"><a href="x">1</a>', 1, []],
  ['<a href="mailto:a@example.com">1</a><a>2</a><a href="http://[">3</a>', 0, []],
  ['<a href="http://a.example/">1</a><a href="https://b.example/">2</a>', 2, ['http://a.example/']],
])('%s has %i links', (html, linkCount, siteLinks) => {
  expect(readContent(html, OPTIONS)).toMatchObject({ linkCount, siteLinks })
})

test.each<[selector: string, matches: string[], text: string]>([
  ['p', ['One', '', 'Two x'], 'One\nTwo x'],
  ['.none', [], ''],
  ['p > b', ['x'], 'x'],
])('the selector %s matches %j', (selector, matches, text) => {
  const html = '<nav><p>One</p></nav><p></p><div><p>Two <b>x</b></p></div>'
  expect(readContent(html, { ...OPTIONS, selector })).toMatchObject({ matches, text })
})

test.each([
  [3, 'abc'],
  [5, 'abc😀'],
  // Half of a surrogate pair is left out.
  [4, 'abc'],
  [100, 'abc😀d'],
])('texts are truncated to %i characters', (maxTextChars, text) => {
  const page = readContent('<p>abc😀d</p>', { ...OPTIONS, maxTextChars })
  expect(page.text).toBe(text)
  const selected = readContent('<p>abc😀d</p>', { ...OPTIONS, maxTextChars, selector: 'p' })
  expect(selected.matches).toEqual([text])
})

test('an element may have very many children', () => {
  expect(textOf(`<p>${'a<br>'.repeat(200_000)}</p>`)).toHaveLength(OPTIONS.maxTextChars)
})

test('elements may be nested deeply, but not without limit', () => {
  const nested = (depth: number) => `${'<div>'.repeat(depth)}deep${'</div>'.repeat(depth)}`
  expect(textOf(nested(4900))).toBe('deep')
  expect(() => textOf(nested(5100))).toThrow('nested too deeply')
})

test.each([
  ['.price', true],
  ['div > a[href^="/x"]:not(.y)', true],
  ['p[', false],
  [':nonsense(', false],
])('the selector %s is valid: %s', (selector, expected) => {
  expect(isValidSelector(selector)).toBe(expected)
})
