import { expect, test } from '@jest/globals'
import { cpuProblem, memoryProblem, sizes } from '../../../src/action/rules/fargate.ts'

test('the table has every row of F2.1', () => {
  expect(
    Object.fromEntries([...sizes].map(([cpu, memory]) => [cpu, [memory.length, memory[0], memory.at(-1)]]))
  ).toEqual({
    256: [3, 512, 2048],
    512: [4, 1024, 4096],
    1024: [7, 2048, 8192],
    2048: [13, 4096, 16384],
    4096: [23, 8192, 30720],
    8192: [12, 16384, 61440],
    16384: [12, 32768, 122880],
    32768: [3, 61440, 249856]
  })
})

test.each([...sizes].flatMap(([cpu, memory]) => memory.map((size): [number, number] => [cpu, size])))(
  'takes %d with %d',
  (cpu, memory) => {
    expect(cpuProblem(cpu)).toBeUndefined()
    expect(memoryProblem(cpu, memory)).toBeUndefined()
  }
)

test.each([
  [300, '`cpu: 512`'],
  [1, '`cpu: 1024`'],
  [4, '`cpu: 4096`'],
  [3, '`cpu: 256`'],
  [99999, '`cpu: 32768`']
])('cpu %d is refused', (cpu, part) => {
  expect(cpuProblem(cpu)).toContain(part)
})

test.each([
  [512, 700, 'takes 1024, 2048, 3072, 4096 (MiB). Set `memory: 1024`'],
  [512, 2, 'Set `memory: 2048`'],
  [1024, 1024, 'takes 2048 to 8192 in steps of 1024 (MiB). Set `memory: 2048`'],
  [8192, 17000, 'in steps of 4096'],
  [256, 999999, 'Set `memory: 2048`'],
  [32768, 65536, 'takes 61440, 122880, 249856']
])('memory of cpu %d is not %d', (cpu, memory, part) => {
  expect(memoryProblem(cpu, memory)).toContain(part)
})

test('memory of a cpu that is refused anyway is not judged', () => {
  expect(memoryProblem(300, 1)).toBeUndefined()
})
