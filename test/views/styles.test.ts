import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/root.ts'

const VIEWS = join(ROOT, 'src/views')
const files = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:css|tsx?)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(VIEWS, path), 'utf8') }))
const styles = files.filter(({ path }) => path.endsWith('.css'))
const theme = readFileSync(join(VIEWS, 'shared/theme.css'), 'utf8')
const [lightBlock = '', darkBlock = ''] = theme.split('[data-theme="dark"]')
const light = variablesIn(lightBlock)
const dark = { ...light, ...variablesIn(darkBlock) }

function variablesIn(css: string): Record<string, string> {
  const found = css.matchAll(/(--[\w-]+):\s*([^;]+);/g)
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]))
}

/** Returns where a pattern stands, as `path: text`. */
function places(pattern: RegExp, among = files): string[] {
  return among.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`),
  )
}

/** Returns the relative luminance of a colour such as `#ffffff` (WCAG 2.2). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

describe('the style of views', () => {
  it('has its natural height: nothing is as high as the frame', () => {
    // In full screen the frame has a height of its own, which no view asks for.
    const inline = files.map(({ path, text }) => ({
      path,
      text: text.replace(/[^{}]*\[data-mode="fullscreen"\][^{}]*\{[^}]*\}/g, ''),
    }))
    expect(places(/[\d.]+[sld]?vh\b/g, inline)).toEqual([])
    expect(places(/(?:height|block-size)["']?:\s*["']?100%/g, inline)).toEqual([])
  })

  it('defines each variable that it uses, in case the host does not', () => {
    const own = new Set([
      ...Object.keys(light),
      ...styles.flatMap(({ text }) => Object.keys(variablesIn(text))),
      ...files.flatMap(({ text }) =>
        [...text.matchAll(/['"`](--[\w-]+)['"`]/g)].map(([, name]) => name),
      ),
    ])
    const used = files.flatMap(({ path, text }) =>
      [...text.matchAll(/var\((--[\w-]+)(,?)/g)].flatMap(([, name = '', fallback]) =>
        fallback || own.has(name) ? [] : `${path}: ${name}`,
      ),
    )
    expect(used).toEqual([])
  })

  it('has each colour of the light theme in the dark one too', () => {
    const colors = Object.keys(light).filter((name) => name.startsWith('--color-'))
    expect(colors.filter((name) => light[name] === dark[name])).toEqual([])
  })

  it.each([
    ['light', light],
    ['dark', dark],
  ])('has a contrast of 4.5:1 between texts and their backgrounds: %s', (_, variables) => {
    const color = (name: string) => variables[`--color-${name}`] ?? ''
    const texts = ['primary', 'secondary', 'info', 'danger', 'success', 'warning']
    const grounds = ['primary', 'secondary', 'tertiary']
    const pairs = [
      ...texts.flatMap((text) => grounds.map((ground) => [text, ground])),
      ...['danger', 'success', 'warning', 'info', 'inverse'].map((name) => [name, name]),
    ]
    const weak = pairs.filter(
      ([text, ground]) => contrast(color(`text-${text}`), color(`background-${ground}`)) < 4.5,
    )
    expect(weak).toEqual([])
  })

  it('moves only for people who have not asked for less motion', () => {
    const moving = styles.filter(
      ({ text }) => /\b(?:animation|transition)\b/.test(text) && !text.includes('no-preference'),
    )
    expect(moving.map(({ path }) => path)).toEqual([])
  })
})

describe('the code of views', () => {
  it('inserts no data as HTML', () => {
    const pattern =
      /dangerouslySetInnerHTML|\.innerHTML|outerHTML|insertAdjacentHTML|document\.write/g
    expect(places(pattern)).toEqual([])
  })

  it('uses no network, no storage and no dialog of its own', () => {
    const pattern =
      /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|localStorage|sessionStorage|indexedDB)\b(?=[.(])|document\.cookie|window\.(?:open|confirm|alert|prompt)\(/g
    expect(places(pattern)).toEqual([])
  })

  it('opens links in one place, which opens http(s) alone', () => {
    const callers = new Set(places(/\.openLink\(/g).map((place) => place.split(':')[0]))
    callers.delete('shared/host.ts')
    expect([...callers]).toEqual(['shared/parts/link.tsx'])
    expect(places(/<a\b[^>]*\bhref/g)).toEqual([])
  })
})
