import { useMemo, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { useFormats } from '../shared/use-host.ts'

/** A search, and which of its matches a person looks at. */
export interface Search<Match> {
  query: string
  matches: readonly Match[]
  /** The number of the match, from 0. */
  at: number
  current: Match | undefined
  setQuery(query: string): void
  /** Goes on to another match, round and round. */
  move(step: number): void
}

/** Keeps a search. `find` is called again when it is another function. */
export function useSearch<Match>(find: (query: string) => readonly Match[]): Search<Match> {
  const [query, setQuery] = useState('')
  const [place, setPlace] = useState(0)
  const matches = useMemo(() => find(query), [find, query])
  const at = Math.min(place, Math.max(0, matches.length - 1))
  return {
    query,
    matches,
    at,
    current: matches[at],
    setQuery(text) {
      setQuery(text)
      setPlace(0)
    },
    move(step) {
      if (matches.length > 0) setPlace((at + step + matches.length) % matches.length)
    },
  }
}

interface SearchBoxProps<Match> {
  search: Search<Match>
  label: string
  /** How many matches there are at most. */
  most: number
}

/** A field for a search. Enter goes to the next match, Shift and Enter to the one before, Escape empties it. */
export function SearchBox<Match>({ search, label, most }: SearchBoxProps<Match>) {
  const { query, matches, at, setQuery, move } = search
  const { number } = useFormats()
  const count = `${number(matches.length)}${matches.length >= most ? ' or more' : ''}`
  const found = matches.length === 0 ? 'No matches' : `${number(at + 1)} of ${count}`
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') move(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape' && query !== '') {
      event.stopPropagation()
      setQuery('')
    } else return
    event.preventDefault()
  }
  return (
    <search class="row search" aria-label={label}>
      <input
        type="search"
        aria-label={label}
        placeholder="Search"
        value={query}
        onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" class="quiet">
        {query === '' ? '' : found}
      </span>
      {matches.length > 1 && (
        <>
          <Button onPress={() => move(-1)} label="Previous match">
            ↑
          </Button>
          <Button onPress={() => move(1)} label="Next match">
            ↓
          </Button>
        </>
      )}
    </search>
  )
}
