import { expect, test } from '@jest/globals'
import { unlikeProtected } from '../../src/model/protection.ts'
import type { StackState } from '../../src/model/stack.ts'
import { plain } from '../template/example.ts'

const settled: StackState = { at: 'settled', id: 'id', status: 'CREATE_COMPLETE', outputs: {}, parameters: {} }
const isProtected: StackState = { ...settled, isProtected: true }
const absent: StackState = { at: 'absent' }

test.each<[StackState, StackState, boolean, readonly string[]]>([
  [settled, settled, false, []],
  [settled, settled, true, ['shop-platform', 'shop-service']],
  [isProtected, settled, true, ['shop-service']],
  [isProtected, settled, false, ['shop-platform']],
  [{ ...isProtected, at: 'busy' }, settled, false, ['shop-platform']],
  [absent, absent, false, []],
  [absent, absent, true, ['shop-platform', 'shop-service']]
])(
  'a stack that is not protected as asked for is named: %#',
  (platform, serviceStack, terminationProtection, unlike) => {
    expect(unlikeProtected({ ...plain, terminationProtection }, { platform, serviceStack })).toEqual(unlike)
  }
)
