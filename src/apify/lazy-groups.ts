/** Creates a group of functions of one tool call. */
type CreateGroup<Parts> = (parts: Parts) => object

/** All functions of several groups. */
type Grouped<Groups> = Groups extends readonly [(...parts: never[]) => infer Group, ...infer Others]
  ? Group & Grouped<Others>
  : unknown

const PARTS = Symbol('parts')
const CREATED = Symbol('created')

interface Lazy<Parts> {
  [PARTS]: Parts
  [CREATED]: object[]
}

/**
 * Returns a function that creates an object with the functions of all groups. A group is created when one of its
 * functions is first used: a call uses few of them, and to create all takes a fiftieth of a call's processor time.
 */
export function lazyGroups<Parts, const Groups extends readonly CreateGroup<Parts>[]>(
  groups: Groups,
): (parts: Parts) => Grouped<Groups> {
  let prototype: object | undefined
  return (parts) => {
    // The first object tells which names each group has.
    prototype ??= prototypeOf(groups, parts)
    const lazy: Lazy<Parts> = { [PARTS]: parts, [CREATED]: [] }
    return Object.assign(Object.create(prototype), lazy)
  }
}

function prototypeOf<Parts>(groups: readonly CreateGroup<Parts>[], parts: Parts): object {
  const accessors = groups.flatMap((createGroup, i) =>
    Object.keys(createGroup(parts)).map((name) => [name, accessorsOf(createGroup, i, name)]),
  )
  return Object.defineProperties({}, Object.fromEntries(accessors))
}

function accessorsOf<Parts>(createGroup: CreateGroup<Parts>, i: number, name: string) {
  return {
    enumerable: true,
    get(this: Lazy<Parts>) {
      this[CREATED][i] ??= createGroup(this[PARTS])
      return Reflect.get(this[CREATED][i], name)
    },
    // An object that inherits these functions may have others in place of them.
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, enumerable: true, writable: true })
    },
  }
}
