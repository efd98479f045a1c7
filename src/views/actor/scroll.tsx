import type { ComponentChildren } from 'preact'

interface ScrollProps {
  /** Names the region to a screen reader. */
  label: string
  children: ComponentChildren
}

/** Shows what may be wider than the page. It takes the focus, so that keys scroll it. */
export function Scroll({ label, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, keys could not scroll it
    <figure class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </figure>
  )
}
