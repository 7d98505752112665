// Every way in which a release is known to go wrong, with real containers: red, with its code and remedy, while the
// earlier version answers all the time. Two services, which share the stories, save half of the waiting.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import type { Ended } from '../../local/runner.ts'
import { stories } from '../stories.ts'
import { inputsOf, overridesOf } from './fate.ts'
import { openStage, region, visitDuring, type Stage } from './stage.ts'

const services = [
  ['100000000014', 'causes.example'],
  ['100000000114', 'other-causes.example']
] as const

const absent = [
  [
    'has a tag that is not in its repository',
    ':none',
    /::error title=INPUT_INVALID::Input `image` .* no image with the tag none/
  ],
  [
    'has a digest that is not in its repository',
    `@sha256:${'0'.repeat(64)}`,
    /::error title=IMAGE_UNPULLABLE::.*is not in the repository shop/
  ]
] as const

describe('a release that', { concurrency: services.length }, () => {
  services.forEach(([account, domain], index) => {
    describe(`at ${domain}`, { concurrency: 1 }, () => {
      let stage: Stage
      before(async () => {
        stage = await openStage(account, domain)
        const registry = new ECRClient(stage.eyes.config)
        const { repository } = await registry.send(new CreateRepositoryCommand({ repositoryName: 'empty' }))
        for (const [file, text] of Object.entries(overridesOf(repository?.repositoryUri ?? ''))) {
          stage.workspace.write(file, text)
        }
        stage.workspace.commit('Fates')
        const ended = await stage.deploy()
        assert.equal(ended.outputs.verdict, 'deployed', ended.log)
      })
      after(() => stage.close())

      for (const { name, fate, verdict, cause, shows } of stories.filter(
        (_, number) => number % services.length === index
      )) {
        it(name, async () => {
          const before = await stage.eyes.service()
          let ended: Ended | undefined
          const seen = await visitDuring(stage, `https://${domain}/`, async () => {
            ended = await stage.deploy(inputsOf(fate, stage))
          })
          assert.ok(ended)
          // That a secret is not there is seen before anything is touched; the simulation's goes away later.
          const isForeseen = fate.does === 'not start' && fate.lacks === 'secret'
          assert.equal(ended.outputs.verdict, isForeseen ? 'failed' : verdict, ended.log)
          assert.equal(ended.outputs['failure-code'], cause?.code, ended.log)
          assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
          if (shows) assert.match(ended.log, shows)
          assert.doesNotMatch(ended.log + ended.summary, /s3cr3t-pass/)
          if (!cause) return
          assert.match(ended.summary, new RegExp(cause.code))
          assert.equal(ended.exitCode, 1)
          const [, sentence = '', remedy = ''] = /^::error title=\w+::(.*)%0AWhat to do: (.*)$/m.exec(ended.log) ?? []
          assert.match(sentence, cause.sentence)
          assert.match(remedy, cause.remedy)
          assert.equal((await stage.eyes.service()).taskDefinition, before.taskDefinition)
          assert.equal((await stage.eyes.activeRevisions())[0], before.taskDefinition)
        })
      }

      for (const [what, reference, wanted] of absent.slice(index, index + 1)) {
        it(`${what} is refused before anything is touched`, async () => {
          let ended: Ended | undefined
          const image = `${account}.dkr.ecr.${region}.amazonaws.com/shop${reference}`
          const { writes } = await stage.callsOf(async () => {
            ended = await stage.deploy({ image, 'build-args': '' })
          })
          assert.equal(ended?.outputs.verdict, 'failed', ended?.log)
          assert.match(ended.log, wanted)
          assert.deepEqual(writes, [])
        })
      }
    })
  })
})
