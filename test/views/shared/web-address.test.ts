import { expect, it } from 'vitest'
import { webAddress } from '../../../src/views/shared/web-address.ts'

it.each([
  ['https://apify.com/a b', 'https://apify.com/a%20b'],
  ['HTTP://Apify.com', 'http://apify.com/'],
  ['javascript:alert(1)', undefined],
  [' javascript:alert(1)//https://a.b', undefined],
  ['data:text/html,x', undefined],
  ['//apify.com', undefined],
  ['https://', undefined],
  ['https:/apify.com', undefined],
  ['mailto:a@b.c', undefined],
  ['', undefined],
])('%j opens %j', (text, address) => {
  expect(webAddress(text)).toBe(address)
})
