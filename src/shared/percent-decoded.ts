/** Decodes a part of a URL; returns it as it is if an escape is not valid. People also write `%` for itself. */
export function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
