// 2,000 configurations that nobody thought of, each with another that differs in one input. Another 2,000:
// SLIPWAY_SEED=2 npm run unit -- test/template/anything
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { settingNames, type SettingName } from '../../src/action/settings/all.ts'
import { accepted, parsed } from '../action/asking.ts'
import { anything, type Inputs } from './anything.ts'
import { changedPaths, printed } from './printed.ts'
import { reaches, rows } from './reach.ts'
import { taskDefinitionProblems, templateProblems } from './specification.ts'

const changes = new Map<SettingName, number>()

test('each is a template that AWS knows, and one input changes only what it may', () => {
  fc.assert(
    fc.property(anything, anything, fc.noBias(fc.nat(rows.length - 1)), (inputs, others, first) => {
      const { config } = parsed(inputs)
      const before = printed(config)
      for (const template of [before.platform, before.service]) {
        expect(Buffer.byteLength(JSON.stringify(template))).toBeLessThan(51_000)
        expect(templateProblems(template)).toEqual([])
      }
      expect(taskDefinitionProblems(before.taskDefinition)).toEqual([])

      const change = oneChange(inputs, others, first)
      if (change === undefined) return
      const { name, config: changed } = change
      changes.set(name, (changes.get(name) ?? 0) + 1)
      const beyond = changedPaths(before, printed(changed)).filter((path) => !reaches(name, path))
      expect({ name, beyond }).toEqual({ name, beyond: [] })
    }),
    { numRuns: 2000, seed: Number(process.env.SLIPWAY_SEED ?? 1) }
  )
})

// What another command is asked makes no template.
const ofCommands: readonly string[] = ['command', 'to', 'confirm', 'keep-images']

test('every input that has a choice was changed', () => {
  expect(settingNames.filter((name) => !ofCommands.includes(name) && !changes.has(name as SettingName))).toEqual([])
})

/** The first of the inputs that differ which can be changed alone; where to begin is left to chance. */
function oneChange(inputs: Inputs, others: Inputs, first: number) {
  const names = rows.map(([name]) => name)
  for (const name of [...names.slice(first), ...names.slice(0, first)]) {
    if (inputs[name] === others[name]) continue
    const { [name]: was, ...rest } = inputs
    const wanted = others[name]
    const config = accepted({ ...rest, ...(wanted !== undefined && { [name]: wanted }) })
    if (config !== undefined) return { name, config }
  }
  return undefined
}
