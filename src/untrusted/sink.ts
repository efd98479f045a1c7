/** Takes what a scanner finds, in the order of the text. */
export interface Sink {
  /** An array or an object begins. Returns whether it is of interest; if not, all of it is skipped. */
  open(isArray: boolean): boolean
  /** An array or an object that was of interest ends. */
  close(): void
  /** Returns how many characters of the next key are kept. */
  keyChars(): number
  /** @param name the first characters of a key @param length of the whole key */
  key(name: string, length: number): void
  /**
   * A value begins that is neither an array nor an object.
   * @returns how many characters of it are kept; 0 to skip it, infinite to get a text in parts
   */
  begin(isText: boolean): number
  /** @param start the first characters of a text @param length of the whole text */
  text(start: string, length: number): void
  /** Takes a part of a text that is wanted in parts, which `text` ends. */
  part(text: string): void
  number(start: string, length: number): void
  literal(value: boolean | null): void
}

/** JSON that breaks the grammar. */
export class InvalidJson extends Error {
  override name = 'InvalidJson'
}

/** JSON that is nested deeper than the scanner can follow. */
export class TooDeep extends Error {
  override name = 'TooDeep'
}
