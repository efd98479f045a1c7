import { messageOf } from '../shared/values.ts'
import type { TextPage } from './record-result.ts'

/** A browser stands still over more than this, in characters. */
const MOST_CHARS = 20_000_000

export interface TextState {
  text: string
  /** The character at which the next page begins; undefined at the end. */
  next: number | undefined
  isReading: boolean
  /** Why no more could be read, as plain text. */
  error: string | undefined
}

interface TextPagesOptions {
  first: TextPage
  /** Reads the page that begins at a character. */
  read: (offset: number) => Promise<TextPage>
  onChange: (state: TextState) => void
  mostChars?: number
}

/** Keeps the text of a record, of which more can be read: a page, or all to the end. */
export function createTextPages({ first, read, onChange, mostChars }: TextPagesOptions) {
  let state: TextState = { ...first, isReading: false, error: undefined }
  let isStopped = false
  const limit = mostChars ?? MOST_CHARS
  const set = (change: Partial<TextState>) => {
    state = { ...state, ...change }
    onChange(state)
  }

  async function readPage(offset: number): Promise<void> {
    const page = await read(offset)
    // A page that does not lead on would be read for ever.
    const next = page.next !== undefined && page.next > offset ? page.next : undefined
    set({ text: state.text + page.text, next })
  }

  /** Reads until `isEnough`, one page after the other. */
  async function readUntil(isEnough: () => boolean): Promise<void> {
    if (state.isReading) return
    isStopped = false
    set({ isReading: true, error: undefined })
    try {
      while (state.next !== undefined) {
        if (state.text.length >= limit) throw new Error(TOO_LONG)
        await readPage(state.next)
        if (isStopped || isEnough()) break
      }
      set({ isReading: false })
    } catch (error) {
      set({ isReading: false, error: messageOf(error) })
    }
  }

  return {
    getState: () => state,
    /** Reads one more page. */
    readMore: () => readUntil(() => true),
    /** Reads all that is left. */
    readAll: () => readUntil(() => false),
    /** Ends reading after the page that is on its way. */
    stop(): void {
      isStopped = true
    },
  }
}

const TOO_LONG =
  'The text is too long to show more of it here. Export the record to a file instead.'
