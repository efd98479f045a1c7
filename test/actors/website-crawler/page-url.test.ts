import { expect, test } from 'vitest'
import { isSameSite, normalizeUrl } from '../../../actors/website-crawler/page-url.ts'

test.each<[address: string, base: string | undefined, url: string | undefined]>([
  ['http://a.example', undefined, 'http://a.example/'],
  ['HTTP://A.Example:80/x', undefined, 'http://a.example/x'],
  ['https://a.example/x#part', undefined, 'https://a.example/x'],
  ['https://a.example/x?', undefined, 'https://a.example/x'],
  ['https://a.example/x?q=1#part', undefined, 'https://a.example/x?q=1'],
  ['https://a.example/a/../b', undefined, 'https://a.example/b'],
  ['/x', 'https://a.example/y/z', 'https://a.example/x'],
  ['x', 'https://a.example/y/z', 'https://a.example/y/x'],
  ['//b.example/x', 'https://a.example/', 'https://b.example/x'],
  ['?q=1', 'https://a.example/y', 'https://a.example/y?q=1'],
  ['', 'https://a.example/y#part', 'https://a.example/y'],
  ['x', undefined, undefined],
  ['mailto:a@example.com', 'https://a.example/', undefined],
  ['javascript:void(0)', 'https://a.example/', undefined],
  ['ftp://a.example/', undefined, undefined],
  ['http://', undefined, undefined],
])('%j on the page %s is %s', (address, base, url) => {
  expect(normalizeUrl(address, base)).toBe(url)
})

test.each([
  ['http://a.example/x', 'https://a.example:8080/y', true],
  ['http://a.example/', 'http://www.a.example/', false],
  ['http://a.example/', 'http://b.example/', false],
])('%s and %s are on one site: %s', (one, other, expected) => {
  expect(isSameSite(one, other)).toBe(expected)
})
