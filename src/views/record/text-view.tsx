import { useCallback, useMemo, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Download } from '../shared/parts/download.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import { useFormats } from '../shared/use-host.ts'
import { LineList } from './line-list.tsx'
import { SearchBox, useSearch } from './search-box.tsx'
import { linesOf, MOST_LINE_MATCHES, searchLines } from './text-lines.ts'
import type { TextPages } from './use-text-pages.ts'

interface TextViewProps {
  pages: TextPages
  /** What the text is, for screen readers. */
  label: string
  /** The name of the file that it is saved as. */
  file: string
  mimeType: string
}

/** Shows a text: its lines, a search in what is there of it, and what reads the rest. */
export function TextView({ pages, label, file, mimeType }: TextViewProps) {
  const { text } = pages
  const [wraps, setWraps] = useState(true)
  const lines = useMemo(() => linesOf(text), [text])
  const search = useSearch(useCallback((query: string) => searchLines(lines, query), [lines]))
  if (text === '' && pages.next === undefined) return <p class="quiet">The text is empty.</p>
  return (
    <>
      <div class="row bar">
        <SearchBox search={search} label="Search in the text" most={MOST_LINE_MATCHES} />
        <label class="row">
          <input
            type="checkbox"
            checked={wraps}
            onChange={({ currentTarget }) => setWraps(currentTarget.checked)}
          />
          Wrap lines
        </label>
        <CopyButton text={text} label="Copy the text shown here" />
        <Download name={file} mimeType={mimeType} text={() => text}>
          Download
        </Download>
      </div>
      <LineList
        lines={lines}
        label={label}
        wraps={wraps}
        match={search.current}
        matchChars={search.query.length}
      />
      <MoreText pages={pages} />
    </>
  )
}

/** Says how much of a text is there, and reads more. */
export function MoreText({ pages }: { pages: TextPages }) {
  const { number } = useFormats()
  const { text, next, isReading, error, canRead } = pages
  const count = number(text.length)
  return (
    <div class="more-text">
      <Status>
        {isReading && `Reading… ${count} characters so far.`}
        {!isReading && next !== undefined && `The first ${count} characters. There is more.`}
        {!isReading && next === undefined && `${count} characters.`}
      </Status>
      {next !== undefined && canRead && (
        <div class="row">
          <Button isDisabled={isReading} onPress={pages.readMore}>
            Read more
          </Button>
          <Button isDisabled={isReading} onPress={pages.readAll}>
            Read to the end
          </Button>
          {isReading && <Button onPress={pages.stop}>Stop</Button>}
        </div>
      )}
      <ErrorLine text={error} />
    </div>
  )
}
