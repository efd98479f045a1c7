import type { Transforms } from '../../src/local/storage/dataset/transforms.ts'

/** Leaves the items of a dataset as they are. */
export const NO_TRANSFORMS: Transforms = {
  fields: [],
  names: [],
  omit: [],
  unwind: [],
  flatten: [],
  skipHidden: false,
  skipEmpty: false,
  skipFailed: false,
}
