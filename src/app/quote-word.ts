/** Quotes a word for the shell of this system: a POSIX shell, or the command line of Windows. */
export function quoteWord(word: string): string {
  if (process.platform === 'win32') return /^[\w@%+=:,.\\/-]+$/.test(word) ? word : `"${word}"`
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
