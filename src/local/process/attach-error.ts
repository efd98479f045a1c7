/** A server cannot use the platform of a data folder. The texts are for its user. */
export class AttachError extends Error {
  override name = 'AttachError'

  /**
   * @param happened one sentence about what went wrong
   * @param remedy what to do
   */
  constructor(
    readonly happened: string,
    readonly remedy: string,
  ) {
    super(`${happened} ${remedy}`)
  }
}
