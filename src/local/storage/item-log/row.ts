/** One item as it is stored. */
export interface Row {
  /** JSON on one line. */
  text: string
  isClean: boolean
}
