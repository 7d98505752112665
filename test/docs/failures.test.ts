// docs/failures.md has each code, and what it quotes is what people see.
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { diagnoseRollout } from '../../src/diagnose/rollout.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { failureCodes } from '../../src/model/failure.ts'
import type { Target, Task } from '../../src/model/service.ts'
import { asked, stopped, targetOf, taskOf } from '../diagnose/evidence.ts'
import { neverRan } from '../diagnose/reasons.ts'

const text = readFileSync(new URL('../../docs/failures.md', import.meta.url), 'utf8')
const sections = text.split(/^## /m).slice(1)
const codes = sections.map((section) => section.split('\n')[0])

test('each code has its heading', () => {
  expect([...codes].sort()).toEqual([...failureCodes].sort())
})

const said = (evidence: Partial<Evidence>): readonly [string, string] => {
  const { code, sentence } = diagnoseRollout({ stopped: [], targets: [], events: [], ...evidence }, asked)
  return [code, sentence]
}
const ofTask = (task: Task) => said({ stopped: [stopped(task)] })
const ofTarget = (target: Partial<Target>, log: readonly string[] = []) =>
  said({ targets: [targetOf(target)], stopped: [stopped(taskOf('Task failed ELB health checks in (x)'), log)] })
const refused = { reason: 'Target.FailedHealthChecks' }

const sentences = [
  ...neverRan.map(([reason]) => ofTask(taskOf(reason))),
  ...[0, 1].map((exitCode) => ofTask(taskOf('Essential container in task exited', { exitCode }))),
  ofTask(taskOf('OutOfMemoryError: Container killed due to memory usage')),
  ofTask(taskOf('Task failed container health checks')),
  ofTask(taskOf('Task failed ELB health checks in (target-group x)')),
  ofTarget({ reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' }),
  ofTarget({ reason: 'Target.Timeout' }),
  ofTarget(refused),
  ofTarget(refused, ['listening on http://0.0.0.0:3000']),
  ofTarget(refused, ['listening on http://127.0.0.1:8080']),
  said({ alarms: ['shop-5xx'] }),
  said({})
]

const quotes = sections.flatMap((section) => {
  const code = section.split('\n')[0] ?? ''
  return [...section.matchAll(/(?:^> .+\n)+/gm)].map(([quote]) => [code, quote.replace(/^> /gm, '').trim()] as const)
})

test.each(quotes)('%s: %s', (code, quote) => {
  expect(sentences).toContainEqual([code, quote.replaceAll('\n', ' ')])
})
