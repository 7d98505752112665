// What `npm run demo` and `npm run local` say of their flags, before anything is started.
import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const run = (script: string, ...flags: readonly string[]) => {
  const path = fileURLToPath(new URL(`../../local/${script}.ts`, import.meta.url))
  return spawnSync(process.execPath, [path, ...flags], { encoding: 'utf8' })
}

test.each([
  ['demo', ['--keep', '--pace 0|aws', '--logs FOLDER']],
  ['start', ['--pace 0|aws', '--region REGION']]
])('%s --help lists the flags', (script, flags) => {
  const { status, stdout } = run(script, '--help')
  expect(status).toBe(0)
  for (const flag of flags) expect(stdout).toContain(`\n  ${flag} `)
})

test.each([
  ['demo', '--kep', /'--kep'/],
  ['demo', '--pace=1', /--pace is 1; it takes 0 or aws/],
  ['start', '--regoin=x', /'--regoin'/]
])('%s %s is told with the flags that there are', (script, flag, said) => {
  const { status, stderr } = run(script, flag)
  expect(status).toBe(2)
  expect(stderr).toMatch(said)
  expect(stderr).toMatch(/--pace 0\|aws/)
  expect(stderr).not.toMatch(/ at .*\.ts:/)
})
