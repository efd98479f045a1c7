import { describe, expect, it } from 'vitest'
import {
  extensionOfType,
  typeOfFile,
  typeOfTextFile,
} from '../../../../tools/support/text/file-type.ts'

describe('the type of a file', () => {
  it.each([
    ['page.html', 'text/html'],
    ['PAGE.HTM', 'text/html'],
    ['data.csv', 'text/csv'],
    ['shot.png', 'image/png'],
    ['shot.full.jpg', 'image/jpeg'],
    ['icon.svg', 'image/svg+xml'],
    ['a.json', 'application/json'],
    ['a.xml', 'application/xml'],
    ['a.pdf', 'application/pdf'],
    ['a.md', 'text/markdown'],
    ['a.txt', 'text/plain'],
    ['a.yaml', 'text/yaml'],
    ['a.yml', 'text/yaml'],
    ['a.toml', 'application/toml'],
    ['a.jsonl', 'application/jsonl'],
    ['a.zip', 'application/zip'],
    ['a.webp', 'image/webp'],
    ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['OUTPUT', undefined],
    ['html', undefined],
    ['.html', undefined],
    ['page.', undefined],
    ['shop.example', undefined],
  ])('%s is %s', (name, type) => {
    expect(typeOfFile(name)).toBe(type)
  })

  it.each([
    ['page.html', 'text/html'],
    ['icon.svg', 'image/svg+xml'],
    ['feed.rss', 'application/rss+xml'],
    ['a.geojson', 'application/geo+json'],
    ['a.sh', 'application/x-sh'],
    ['shot.png', undefined],
    ['a.pdf', undefined],
    ['clip.ts', undefined],
    ['main.rs', undefined],
  ])('as text, %s is %s', (name, type) => {
    expect(typeOfTextFile(name)).toBe(type)
  })

  it.each([
    ['application/json', 'json'],
    ['image/jpeg', 'jpg'],
    ['application/octet-stream', undefined],
    ['text/x-unheard-of', undefined],
  ])('%s has the extension %s', (type, extension) => {
    expect(extensionOfType(type)).toBe(extension)
  })
})
