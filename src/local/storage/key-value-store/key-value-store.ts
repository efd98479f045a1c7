import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { ApiError } from '../../api-error.ts'
import { batches } from '../../batches.ts'
import { isMissing, readJson, syncFolder, writeJson } from '../../files.ts'
import { randomId, USER_ID, USERNAME } from '../../ids.ts'
import { SerialChanges } from '../../serial-changes.ts'
import type { Storage, StorageProperties } from '../storage-properties.ts'
import { RecordList } from './record-list.ts'

/** The properties of a record, kept in a file beside its bytes. */
const recordProperties = z.object({
  key: z.string(),
  contentType: z.string(),
  /** The Content-Encoding of the bytes, such as `gzip`; empty for none. */
  contentEncoding: z.string(),
  /** The number of bytes as stored. */
  size: z.number(),
  /** The name of the file with the bytes. Each value gets a new file. */
  file: z.string(),
})

export type RecordProperties = z.infer<typeof recordProperties>

interface StoredRecord {
  record: RecordProperties
  modifiedAt: Date
  bytes: Readable
}

type Bytes = Iterable<Buffer> | AsyncIterable<Buffer>

/** How many files are open at a time: there may be very many records. */
const FILES_AT_ONCE = 64

/** The API's rule for keys. */
const KEY = /^[a-zA-Z0-9!\-_.'()]{1,256}$/

/** A map of keys to values of any content type. */
export class KeyValueStore implements Storage {
  private readonly changes = new SerialChanges()

  private constructor(
    public properties: StorageProperties,
    private readonly folder: string,
    private readonly records: RecordList<RecordProperties>,
    private modifiedAt: Date,
  ) {}

  static async open(folder: string, properties: StorageProperties): Promise<KeyValueStore> {
    const recordsFolder = join(folder, 'records')
    await mkdir(recordsFolder, { recursive: true })
    const { mtime } = await stat(recordsFolder)
    return new KeyValueStore(properties, recordsFolder, await loadRecords(recordsFolder), mtime)
  }

  /** Returns a record and its bytes as stored, still encoded; undefined if there is none. */
  async read(key: string): Promise<StoredRecord | undefined> {
    for (;;) {
      const record = this.records.get(key)
      if (!record) return undefined
      try {
        // Opened here, so that a later change of the record does not affect this reader.
        const handle = await open(join(this.folder, record.file))
        const { mtime } = await handle.stat()
        return { record, modifiedAt: mtime, bytes: handle.createReadStream() }
      } catch (error) {
        const isReplaced = this.records.get(key) !== record
        if (!isMissing(error) || !isReplaced) throw error
      }
    }
  }

  /** Stores the bytes of a stream. If the stream fails, the record stays as it was. */
  async set(
    { key, contentType, contentEncoding }: Omit<RecordProperties, 'size' | 'file'>,
    bytes: Bytes,
  ): Promise<RecordProperties> {
    checkKey(key)
    const file = `${fileName(key)}.${randomId()}`
    try {
      const size = await this.writeFile(file, bytes)
      const record = { key, contentType, contentEncoding, size, file }
      await this.changes.make(key, async () => {
        await writeJson(this.sidecar(key), record)
        await this.replace(key, record)
      })
      return record
    } catch (error) {
      await rm(join(this.folder, file), { force: true })
      throw error
    }
  }

  async delete(key: string): Promise<void> {
    await this.changes.make(key, async () => {
      if (!this.records.get(key)) return
      await rm(this.sidecar(key), { force: true })
      await syncFolder(this.folder)
      await this.replace(key, undefined)
    })
  }

  /** Returns records in the order of their keys. The list changes with each change of a record. */
  list(): readonly RecordProperties[] {
    return this.records.list()
  }

  settle(): Promise<void> {
    return this.changes.settleAll()
  }

  /** Returns the API's KeyValueStore object. */
  describe() {
    const { createdAt, schema, ...rest } = this.properties
    return {
      ...rest,
      userId: USER_ID,
      username: USERNAME,
      createdAt,
      modifiedAt: this.modifiedAt.toISOString(),
      accessedAt: this.modifiedAt.toISOString(),
      schema,
      stats: { storageBytes: this.records.bytes },
    }
  }

  private async writeFile(name: string, bytes: Bytes): Promise<number> {
    const handle = await open(join(this.folder, name), 'wx')
    try {
      for await (const chunk of bytes) await handle.appendFile(chunk)
      await handle.datasync()
      return (await handle.stat()).size
    } finally {
      await handle.close()
    }
  }

  /** Replaces the properties of a record and deletes the bytes of its former value. */
  private async replace(key: string, record: RecordProperties | undefined): Promise<void> {
    const former = this.records.get(key)
    if (record) this.records.set(record)
    else this.records.delete(key)
    this.modifiedAt = new Date()
    if (former) await rm(join(this.folder, former.file), { force: true })
  }

  private sidecar(key: string): string {
    return join(this.folder, `${fileName(key)}.json`)
  }
}

/** @throws {ApiError} 400 `invalid-record-key` */
export function checkKey(key: string): void {
  if (KEY.test(key)) return
  const rule = "1 to 256 of the characters a-z, A-Z, 0-9 and !-_.'()"
  const message = `The record key "${key.slice(0, 300)}" is not valid. Use ${rule}.`
  throw new ApiError(400, 'invalid-record-key', message)
}

/** Returns a hash: keys may be too long for a file name, or differ only in case. */
function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

async function loadRecords(folder: string): Promise<RecordList<RecordProperties>> {
  const names = await readdir(folder)
  const records: RecordProperties[] = []
  const files = names.filter((name) => name.endsWith('.json'))
  for (const batch of batches(files, FILES_AT_ONCE)) {
    const read = batch.map(async (name) =>
      recordProperties.parse(await readJson(join(folder, name))),
    )
    records.push(...(await Promise.all(read)))
  }
  const used = new Set(records.flatMap(({ key, file }) => [`${fileName(key)}.json`, file]))
  // Values that no record points to, left behind by a crash.
  const orphans = names.filter((name) => !used.has(name))
  for (const batch of batches(orphans, FILES_AT_ONCE))
    await Promise.all(batch.map((name) => rm(join(folder, name), { force: true })))
  return new RecordList(records)
}
