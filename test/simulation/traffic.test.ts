// The simulated region moves visitors by the strategy, as ECS does.
import { expect, test } from '@jest/globals'
import { stepsOf } from './traffic.ts'

test.each([
  [{ kind: 'BLUE_GREEN', bake: 300 }, [100]],
  [{ kind: 'CANARY', percent: 10, canaryBake: 300, bake: 300 }, [10, 100]],
  [{ kind: 'LINEAR', percent: 25, stepBake: 60, bake: 300 }, [25, 50, 75, 100]],
  [{ kind: 'LINEAR', percent: 30, stepBake: 60, bake: 300 }, [30, 60, 90, 100]]
] as const)('%j shifts traffic to %j (F1.14)', (strategy, percents) => {
  expect(stepsOf(strategy).map(({ percent }) => percent)).toEqual(percents)
  expect(stepsOf(strategy).at(-1)?.wait).toBe(0)
})
