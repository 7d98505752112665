// The simulated region's clock and its chance.
import { expect, test } from '@jest/globals'
import { chanceOf } from './chance.ts'
import { start, virtualTime } from './clock.ts'

test('time passes only while everybody waits, and what is due happens in order', async () => {
  const time = virtualTime(chanceOf(1))
  const told: string[] = []
  const tell = (what: string): void => {
    told.push(`${(time.now() - start) / 1000} ${what}`)
  }
  time.after(3, () => {
    tell('late')
  })
  time.after(1, () => {
    tell('soon')
  })
  const wait = async (ms: number, what: string): Promise<void> => {
    await time.pause(ms)
    tell(what)
    await time.pause(ms)
    tell(`${what} again`)
  }
  await time.pass(Promise.all([wait(1_000, 'one'), wait(2_000, 'two')]))
  expect(told).toEqual(['1 soon', '1 one', '2 two', '2 one again', '3 late', '4 two again'])
})

test('a sleeper is woken by its signal', async () => {
  const time = virtualTime(chanceOf(1))
  const cancel = new AbortController()
  time.after(5, () => {
    cancel.abort()
  })
  await time.pass(time.clock.sleep(60_000, cancel.signal))
  expect(time.now() - start).toBe(5_000)
  await time.pass(time.clock.sleep(60_000, cancel.signal))
  expect(time.now() - start).toBe(5_000)
})

test('a wait for nothing is a mistake', async () => {
  const time = virtualTime(chanceOf(1))
  await expect(time.pass(new Promise(() => undefined))).rejects.toThrow('nobody does')
})

test('the same seed is the same chance, another is not', () => {
  const draw = (seed: number): readonly number[] => Array.from({ length: 4 }, chanceOf(seed).next)
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  const many = Array.from({ length: 10_000 }, chanceOf(3).next)
  expect(many.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 1)
})
