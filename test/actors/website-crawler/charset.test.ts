import { expect, test } from 'vitest'
import { decodeHtml } from '../../../actors/website-crawler/charset.ts'

const utf8 = (text: string) => Buffer.from(text)
const latin1 = (text: string) => Buffer.from(text, 'latin1')

test.each<[name: string, body: Buffer, contentType: string, text: string]>([
  ['nothing', utf8('é漢'), 'text/html', 'é漢'],
  ['the content type', latin1('é'), 'text/html; charset=iso-8859-1', 'é'],
  ['a content type in quotes', latin1('é'), 'text/html; Charset = "ISO-8859-1"', 'é'],
  ['a meta tag', latin1('<meta charset="latin1">é'), 'text/html', '<meta charset="latin1">é'],
  [
    'a long meta tag',
    latin1('<meta http-equiv="x" content="text/html; charset=latin1">é'),
    '',
    '<meta http-equiv="x" content="text/html; charset=latin1">é',
  ],
  ['a byte order mark before the content type', utf8('\uFEFFé'), 'text/html; charset=latin1', 'é'],
  ['a byte order mark of UTF-16', Buffer.from('\uFEFFé', 'utf16le'), 'text/html', 'é'],
  [
    'the content type before a meta tag',
    utf8('<meta charset=latin1>é'),
    'x; charset=utf-8',
    '<meta charset=latin1>é',
  ],
  [
    'a meta tag that claims UTF-16',
    utf8('<meta charset="utf-16">é'),
    '',
    '<meta charset="utf-16">é',
  ],
  ['an unknown charset', utf8('é'), 'text/html; charset=nonsense', 'é'],
])('%s decides the charset', (_name, body, contentType, text) => {
  expect(decodeHtml(body, contentType)).toBe(text)
})
