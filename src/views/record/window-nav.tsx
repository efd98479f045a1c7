import { Button } from '../shared/parts/button.tsx'
import { useFormats } from '../shared/use-host.ts'

interface WindowNavProps {
  /** What the list is of, in the plural. */
  title: 'Lines' | 'Rows'
  start: number
  /** How many are in the page, and how many there are. */
  shown: number
  count: number
  /** How many are in the page at most. */
  size: number
  hasLast?: boolean
  onJump: (start: number) => void
}

/** Says which part of a long list is in the page, and goes to the others. */
export function WindowNav({ title, start, shown, count, size, hasLast, onJump }: WindowNavProps) {
  const { number } = useFormats()
  if (shown === count) return null
  const items = title.toLowerCase()
  const isLast = start + shown >= count
  const last = Math.floor((count - 1) / size) * size
  return (
    <nav class="row" aria-label={title}>
      <span class="quiet">
        {title} {number(start + 1)} to {number(start + shown)} of {number(count)}
      </span>
      <Button isDisabled={start === 0} onPress={() => onJump(Math.max(0, start - size))}>
        Earlier {items}
      </Button>
      <Button isDisabled={isLast} onPress={() => onJump(start + size)}>
        Later {items}
      </Button>
      {hasLast && (
        <Button isDisabled={isLast} onPress={() => onJump(last)}>
          Last {items}
        </Button>
      )}
    </nav>
  )
}
