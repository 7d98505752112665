import { describe, expect, test } from '@jest/globals'
import type { Progress, Step } from '../../src/model/progress.ts'
import { merge } from '../../src/run/merge.ts'
import { collect } from './fake/region.ts'

type Beat = Promise<unknown>

const line = (text: string): Progress => ({ at: 'changed', stage: 'image', text })

/** Says a word at each beat, then returns or throws. */
async function* step<T>(words: readonly (readonly [Beat, string])[], end: () => T): Step<T> {
  for (const [beat, word] of words) {
    await beat
    yield line(word)
  }
  return end()
}
const fail = (text: string) => (): never => {
  throw new Error(text)
}
const now = Promise.resolve()
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

describe('two steps side by side', () => {
  test('tell what happens in the order in which it happens', async () => {
    const late = turns(50)
    const { result, progress } = await collect(
      merge(
        step(
          [
            [now, 'a1'],
            [late, 'a2']
          ],
          () => 1
        ),
        step(
          [
            [now, 'b1'],
            [now, 'b2']
          ],
          () => 2
        )
      )
    )
    expect(result).toEqual([1, 2])
    expect(progress.toSorted()).toHaveLength(4)
    expect(progress.at(-1)).toEqual(line('a2'))
  })

  test('lose nothing when both speak in the same moment', async () => {
    const words = Array.from({ length: 20 }, (_, index) => [now, String(index)] as const)
    const { progress } = await collect(
      merge(
        step(words, () => 1),
        step(words, () => 2)
      )
    )
    expect(progress).toHaveLength(40)
  })

  test('go on when one fails; then it is thrown', async () => {
    const seen: Progress[] = []
    const merged = merge(
      step([], fail('a')),
      step(
        [
          [turns(20), 'b1'],
          [now, 'b2']
        ],
        () => 2
      )
    )
    await expect(
      (async () => {
        for await (const each of merged) seen.push(each)
      })()
    ).rejects.toThrow('a')
    expect(seen).toEqual([line('b1'), line('b2')])
  })

  test('throw what failed first', async () => {
    await expect(collect(merge(step([[turns(30), 'a']], fail('later')), step([], fail('first'))))).rejects.toThrow(
      'first'
    )
    await expect(
      collect(
        merge(
          step([], () => 1),
          step([], fail('b'))
        )
      )
    ).rejects.toThrow('b')
  })
})
