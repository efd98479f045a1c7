import { useState } from 'preact/hooks'
import { svgAddress } from './record-result.ts'
import { sealedPage } from './sealed-page.ts'
import { Tabs } from './tabs.tsx'
import { MoreText, TextView } from './text-view.tsx'
import type { TextPages } from './use-text-pages.ts'

interface PageViewProps {
  pages: TextPages
  language: 'html' | 'svg'
  name: string
  file: string
  mimeType: string
}

/** Shows a page or a drawing as a browser does, without anything that it could do, and its source. */
export function PageView({ pages, language, name, file, mimeType }: PageViewProps) {
  const isHtml = language === 'html'
  const source = (
    <TextView pages={pages} label={`Source of ${name}`} file={file} mimeType={mimeType} />
  )
  const drawn = isHtml ? (
    <>
      <SealedFrame html={pages.text} name={name} />
      <p class="quiet">Scripts, forms, links and the network are off in this page.</p>
    </>
  ) : (
    <Drawing text={pages.text} name={name} />
  )
  const preview = (
    <>
      {drawn}
      {pages.next !== undefined && <MoreText pages={pages} />}
    </>
  )
  const title = isHtml ? 'Page' : 'Image'
  return (
    <Tabs
      label={`Forms of ${name}`}
      tabs={[
        { title, children: preview },
        { title: 'Source', children: source },
      ]}
    />
  )
}

/** How often a frame gets its page back. */
const MOST_RETURNS = 50

/** A frame in which a page can do nothing. If a link leads it elsewhere all the same, it gets its page back. */
function SealedFrame({ html, name }: { html: string; name: string }) {
  const [loads, setLoads] = useState(0)
  return (
    <iframe
      key={Math.min(MOST_RETURNS, Math.floor(loads / 2))}
      class="page"
      title={`Page ${name}`}
      sandbox=""
      referrerpolicy="no-referrer"
      srcdoc={sealedPage(html)}
      onLoad={() => setLoads((count) => count + 1)}
    />
  )
}

function Drawing({ text, name }: { text: string; name: string }) {
  const [hasFailed, setHasFailed] = useState(false)
  if (hasFailed) return <p class="quiet">The browser cannot draw this. Look at its source.</p>
  return (
    <div class="picture">
      <img src={svgAddress(text)} alt={name} onError={() => setHasFailed(true)} />
    </div>
  )
}
