import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { USER_ID, USERNAME } from '../../ids.ts'
import { cutDeepParts } from '../../json-depth.ts'
import { isHidden } from '../item-log/item.ts'
import { ItemFile, type RowRange } from '../item-log/item-file.ts'
import type { Row } from '../item-log/row.ts'
import type { Storage, StorageProperties } from '../storage-properties.ts'

/** What a view may say, from the dataset schema in Apify's documentation. */
const viewTransformation = z.object({
  fields: z.array(z.string()).optional(),
  unwind: z.union([z.string().transform((field) => [field]), z.array(z.string())]).optional(),
  flatten: z.array(z.string()).optional(),
  omit: z.array(z.string()).optional(),
  limit: z.int().nonnegative().optional(),
  desc: z.boolean().optional(),
})

export type ViewTransformation = z.infer<typeof viewTransformation>

const schemaWithViews = z.object({
  views: z.record(z.string(), z.object({ transformation: viewTransformation.default({}) })),
})

const schemaWithFields = z.object({
  fields: z.object({ properties: z.record(z.string(), z.unknown()) }),
})

/** An append-only list of JSON objects. */
export class Dataset implements Storage {
  private constructor(
    public properties: StorageProperties,
    private readonly file: ItemFile,
    private modifiedAt: Date,
  ) {}

  static async open(folder: string, properties: StorageProperties): Promise<Dataset> {
    const file = await ItemFile.open(folder)
    const { mtime } = await stat(join(folder, 'items.jsonl'))
    return new Dataset(properties, file, mtime)
  }

  get itemCount(): number {
    return this.file.count
  }

  /** Appends items. Resolves once they are on the disk. */
  async push(rows: Row[]): Promise<void> {
    if (rows.length > 0) await this.file.append(rows)
    this.modifiedAt = new Date()
  }

  /** Yields the JSON texts of a range of items, in blocks. What is nested too deep is cut. */
  async *read(range: RowRange): AsyncGenerator<string[]> {
    for await (const block of this.file.read(range)) yield block.map((text) => cutDeepParts(text))
  }

  settle(): Promise<void> {
    return this.file.settle()
  }

  /**
   * Returns what a view of the Actor's schema does to the items; undefined if there is no such
   * view.
   */
  view(name: string): ViewTransformation | undefined {
    const { data } = schemaWithViews.safeParse(this.properties.schema)
    return data && Object.hasOwn(data.views, name) ? data.views[name]?.transformation : undefined
  }

  /** Returns the API's Dataset object. */
  describe() {
    const { createdAt, id, schema, ...rest } = this.properties
    const { data } = schemaWithFields.safeParse(schema)
    const fields = data && Object.keys(data.fields.properties).filter((name) => !isHidden(name))
    return {
      id,
      ...rest,
      userId: USER_ID,
      username: USERNAME,
      createdAt,
      modifiedAt: this.modifiedAt.toISOString(),
      accessedAt: this.modifiedAt.toISOString(),
      itemCount: this.file.count,
      cleanItemCount: this.file.cleanCount,
      fields: fields ?? null,
      schema,
      stats: { storageBytes: this.file.size, inflatedBytes: this.file.size },
    }
  }
}
