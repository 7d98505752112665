// What the README tells people to write is taken as it stands.
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { settingNames } from '../../src/action/settings/all.ts'
import { parsed } from '../action/asking.ts'

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = '']) => yaml)

test('the config file has no mistake', () => {
  const file = blocks.find((block) => block.includes('$schema=')) ?? ''
  expect(parsed({}, file).config.task.secrets).toHaveProperty('DATABASE_URL')
})

test('the workflow gives inputs that there are, and they agree', () => {
  const workflow = parse(blocks.find((block) => block.includes('uses: OWNER/REPO')) ?? '') as {
    readonly jobs: {
      readonly deploy: { readonly steps: readonly { readonly with?: Readonly<Record<string, string>> }[] }
    }
  }
  const given = Object.assign({}, ...workflow.jobs.deploy.steps.map((step) => step.with ?? {})) as Record<
    string,
    string
  >
  expect(Object.keys(given).filter((name) => !settingNames.includes(name))).toEqual([])
  const role = 'arn:aws:iam::111122223333:role/deploy'
  const { config } = parsed({
    ...given,
    'role-to-assume': role,
    'cloudformation-role-arn': role,
    'permissions-boundary-arn': 'arn:aws:iam::111122223333:policy/at-most'
  })
  expect(config.frontDoor).toMatchObject({ domain: 'shop.example' })
})
