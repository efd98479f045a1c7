/**
 * An action that many may ask for at once. It begins after each of them asked, and at most one is in progress: those
 * who ask meanwhile get the result of the next one.
 */
export class SharedCall<T> {
  private current: Promise<unknown> = Promise.resolve()
  private next: Promise<T> | undefined

  constructor(private readonly act: () => Promise<T>) {}

  make(): Promise<T> {
    if (this.next) return this.next
    const next = this.current.then(() => {
      this.next = undefined
      return this.act()
    })
    this.next = next
    this.current = next.catch(() => {})
    return next
  }
}
