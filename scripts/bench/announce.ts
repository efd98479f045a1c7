/** Where an API of the benches is, and the token that it takes. */
interface Address {
  url: string
  token: string
}

/**
 * Prints where the API of this process is, and ends the process when its stdin ends. `startApi` reads the line.
 * @param close what is to be done before
 */
export function announce(
  { url, token }: Address,
  close: () => Promise<void> = async () => {},
): void {
  process.stdout.write(`${JSON.stringify({ url, token })}\n`)
  process.stdin.resume()
  process.stdin.once('end', async () => {
    await close()
    process.exit(0)
  })
}
