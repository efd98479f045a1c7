/** A service that is created when it is first needed, so that no start waits for it. */
export interface LateService<T> {
  /** Returns the service, which all callers share. */
  get(): Promise<T>
  /** Closes the service if it was created. */
  close(): Promise<void>
}

/** @param load creates the service */
export function lateService<T extends { close(): Promise<void> }>(
  load: () => Promise<T>,
): LateService<T> {
  let service: Promise<T> | undefined
  return {
    get() {
      service ??= load()
      return service
    },
    async close() {
      // If it could not be created, there is nothing to close.
      await (await service?.catch(() => undefined))?.close()
    },
  }
}
