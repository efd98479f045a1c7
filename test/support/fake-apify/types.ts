/** A run in the words of the API. */
export type FakeRun = { id: string; status: string } & Record<string, unknown>

export interface FakeRecord {
  body: Buffer | string
  contentType: string
  /** Where the record really is; the API answers 302 with it. */
  location?: string
}
