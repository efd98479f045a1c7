/**
 * Returns the index of the first element of a sorted list that is not before a place; the length of the list if all
 * are. Takes at most 20 looks in a million elements.
 */
export function placeIn<T>(list: readonly T[], isBefore: (element: T) => boolean): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const element = list[middle]
    if (element !== undefined && isBefore(element)) from = middle + 1
    else to = middle
  }
  return from
}
