import { useMemo, useState } from 'preact/hooks'
import { ActionButton } from '../shared/parts/button.tsx'
import { Link } from '../shared/parts/link.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useAction, useHost } from '../shared/use-host.ts'
import { type Block, readMarkdown, type Span } from './markdown.ts'
import { readSection } from './read-sections.ts'
import { Scroll } from './scroll.tsx'

/** Shows a README, page by page. */
export function Readme({ first }: { first: GetActorResult }) {
  const host = useHost()
  const [text, setText] = useState(first.text ?? '')
  const [next, setNext] = useState(first.next)
  const more = useAction({
    async run() {
      const page = await readSection(host, first.actorId, 'readme', next?.offset)
      setText(text + (page.text ?? ''))
      setNext(page.next)
    },
  })
  const blocks = useMemo(() => readMarkdown(text), [text])
  return (
    <article class="readme" dir="auto">
      {first.note !== undefined && <p>{first.note}</p>}
      {blocks.map((block, i) => (
        <BlockOf key={i} block={block} />
      ))}
      {next !== undefined && host.canCall('get_actor') && (
        <ActionButton action={more}>Show more</ActionButton>
      )}
    </article>
  )
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'code':
      return (
        <Scroll label="Code">
          <pre>{block.text}</pre>
        </Scroll>
      )
    case 'list':
      return (
        <ul>
          {block.items.map((item, i) => (
            <li key={i}>
              <Spans spans={item} />
            </li>
          ))}
        </ul>
      )
    case 'heading':
      return (
        <h3>
          <Spans spans={block.spans} />
        </h3>
      )
    default:
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      )
  }
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map((span, i) => {
        if (span.kind === 'link')
          return (
            <Link key={i} url={span.url}>
              {span.text}
            </Link>
          )
        if (span.kind === 'code') return <code key={i}>{span.text}</code>
        if (span.kind === 'strong') return <strong key={i}>{span.text}</strong>
        return span.text
      })}
    </>
  )
}
