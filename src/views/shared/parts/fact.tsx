import type { ComponentChildren } from 'preact'

interface FactProps {
  name: string
  children: ComponentChildren
}

/** A name with its value, in a `<dl>`. */
export function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
