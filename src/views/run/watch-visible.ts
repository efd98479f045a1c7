/**
 * Tells whether a person can see an element: now, and whenever that changes. A page in the background cannot be
 * seen, nor what is scrolled out of sight.
 * @returns what stops it
 */
export function watchVisible(element: Element, tell: (isVisible: boolean) => void): () => void {
  let isInSight = true
  const check = () => tell(isInSight && document.visibilityState === 'visible')
  const observer = new IntersectionObserver((entries) => {
    isInSight = entries.at(-1)?.isIntersecting ?? isInSight
    check()
  })
  observer.observe(element)
  document.addEventListener('visibilitychange', check)
  check()
  return () => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', check)
  }
}
