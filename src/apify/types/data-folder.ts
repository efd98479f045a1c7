/** Where the local platform keeps its data. */
export interface DataFolder {
  path: string
  /** Whether it is deleted when the server ends. */
  isTemporary: boolean
}
