import { LongText } from '../../../src/budget/pruned.ts'
import { StringFormats } from './string-formats.ts'

/** Values nested deeper have no schema of their own. */
const MAX_DEPTH = 20
/** The most properties of all objects together: rows with more use keys as values. */
const MAX_PROPERTIES = 10_000

/** What is counted for all values of one dataset together. */
interface Total {
  properties: number
}

/** What was seen of the values in one place of the rows, one value at a time. */
export class ValueShape {
  /** JSON types, without `null`. */
  readonly types = new Set<string>()
  isNullable = false
  readonly formats = new StringFormats()
  /** How many objects were seen, and what each of their properties holds. */
  objects = 0
  readonly properties = new Map<string, { seen: number; shape: ValueShape }>()
  items: ValueShape | undefined

  constructor(
    private readonly total: Total = { properties: 0 },
    private readonly depth = 0,
  ) {}

  observe(value: unknown): void {
    if (value === null || value === undefined) this.isNullable = true
    else if (Array.isArray(value)) this.observeArray(value)
    else if (value instanceof LongText) this.observeText(undefined)
    else if (typeof value === 'string') this.observeText(value)
    else if (typeof value === 'number')
      this.types.add(Number.isInteger(value) ? 'integer' : 'number')
    else if (typeof value === 'object') this.observeObject(value)
    else this.types.add(typeof value)
  }

  /** Adds what was seen in another place, as if it had been seen here. */
  merge(other: ValueShape): void {
    for (const type of other.types) this.types.add(type)
    this.isNullable ||= other.isNullable
    this.formats.merge(other.formats)
    this.objects += other.objects
    for (const [name, { seen, shape }] of other.properties) {
      const own = this.propertyOf(name)
      if (!own) continue
      own.seen += seen
      own.shape.merge(shape)
    }
    if (other.items) this.itemsShape().merge(other.items)
  }

  /** @param text undefined for one that is too long to have a format */
  private observeText(text: string | undefined): void {
    this.types.add('string')
    this.formats.observe(text)
  }

  private observeArray(value: readonly unknown[]): void {
    this.types.add('array')
    if (this.depth < MAX_DEPTH) for (const item of value) this.itemsShape().observe(item)
  }

  private observeObject(value: object): void {
    this.types.add('object')
    this.objects++
    if (this.depth >= MAX_DEPTH) return
    for (const [name, inner] of Object.entries(value)) {
      const property = this.propertyOf(name)
      if (!property) continue
      property.seen++
      property.shape.observe(inner)
    }
  }

  private itemsShape(): ValueShape {
    this.items ??= new ValueShape(this.total, this.depth + 1)
    return this.items
  }

  /** Returns a property, a new one if there is room for it. */
  private propertyOf(name: string): { seen: number; shape: ValueShape } | undefined {
    const known = this.properties.get(name)
    if (known || this.total.properties >= MAX_PROPERTIES) return known
    this.total.properties++
    const property = { seen: 0, shape: new ValueShape(this.total, this.depth + 1) }
    this.properties.set(name, property)
    return property
  }
}
