import { expect, test } from 'vitest'
import { paginate } from '../../src/local/page.ts'

test.each([
  [{ offset: 0, limit: 2, desc: false }, [1, 2]],
  [{ offset: 2, limit: 2, desc: false }, [3]],
  [{ offset: 0, limit: 2, desc: true }, [3, 2]],
  [{ offset: 2, limit: 2, desc: true }, [1]],
  [{ offset: 9, limit: 2, desc: false }, []],
  [{ offset: 9, limit: 2, desc: true }, []],
])('the page %j holds %j', (page, items) => {
  expect(paginate([1, 2, 3], page)).toEqual({ ...page, total: 3, count: items.length, items })
})
