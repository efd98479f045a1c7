/** A range of a list. */
export interface ListRange {
  offset: number
  limit: number
}
