import type { StreamOptions } from './stream-json.ts'
import type { Missing } from './walk-path.ts'

/** Removes secrets from JSON that others wrote, before any of it is cut. */
export interface JsonRedactor {
  text(text: string): string
  value<T>(value: T): T
  texts(pieces: AsyncIterable<string>): AsyncIterable<string>
  /** Returns whether JSON may hold a secret. */
  suspects(json: string): boolean
  /** Returns the length of the longest secret that is known by its value, in any spelling, in characters. */
  longestChars(): number
}

/** Which part of a document is read, and in which form. */
export interface Wanted<T> extends Partial<Pick<StreamOptions, 'steps' | 'alias' | 'form'>> {
  /** Reads a text that comes in parts, as far as it wants. */
  readText?: (parts: AsyncIterable<string>) => Promise<T>
  /** The length of the document in bytes, if it is known. */
  size?: number | undefined
}

/** What was found in a document. */
export type Found<T = never> =
  /** The whole document, which is small. Its `steps` are not walked. */
  | { kind: 'whole'; value: unknown }
  /** The value at `steps`, without what no result shows. */
  | { kind: 'part'; value: unknown }
  | { kind: 'text'; text: T }
  | { kind: 'missing'; missing: Missing }
  | { kind: 'not JSON' }

/** Reads JSON that others wrote. */
export interface JsonReader {
  /**
   * Waits until there is memory for a page of rows.
   * @returns a function that gives it back
   */
  holdSome(): Promise<() => void>
  /** Like `holdSome`, for a document that is read here though it is large. */
  holdMuch(): Promise<() => void>
  /**
   * Reads a document in UTF-8, or a part of it, and no further than it has to. What is not shown is not
   * searched for secrets.
   * @throws {ToolError} if it takes too much memory or time
   */
  read<T = never>(chunks: AsyncIterable<Buffer>, wanted?: Wanted<T>): Promise<Found<T>>
}
