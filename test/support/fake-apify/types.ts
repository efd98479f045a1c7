/** A run, in the shape of the API. */
export type FakeRun = { id: string; status: string } & Record<string, unknown>

export interface FakeRecord {
  body: Buffer | string
  contentType: string
  /** The URL to which the API redirects (302) for this record. */
  location?: string
}
