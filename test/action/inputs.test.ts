import { afterEach, expect, test } from '@jest/globals'
import { readInputs } from '../../src/action/inputs.ts'

const clear = (): void => {
  for (const key of Object.keys(process.env).filter((name) => name.startsWith('INPUT_')))
    Reflect.deleteProperty(process.env, key)
}
afterEach(clear)

test('what is empty was not given; what is given is kept to the last space', () => {
  clear()
  process.env.INPUT_NAME = 'shop'
  process.env['INPUT_CONTAINER-PORT'] = ''
  process.env.INPUT_CPU = ' \n'
  process.env.INPUT_ENV = 'A=1 \n'
  expect(readInputs()).toEqual({ given: { name: 'shop', env: 'A=1 \n' }, unknown: [] })
})

test('inputs that nobody knows are told apart', () => {
  clear()
  process.env.INPUT_REBIULD = 'true'
  process.env['INPUT_HEALTH-CHECK-PATH'] = '/x'
  expect(readInputs()).toEqual({ given: { 'health-check-path': '/x' }, unknown: ['rebiuld'] })
})
