// A plan on stacks that are there: it leaves nothing behind, and a deployment then does what it said.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListChangeSetsCommand
} from '@aws-sdk/client-cloudformation'
import { DescribeRepositoriesCommand, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import type { Preview, ResourcePreview, StackPreview } from '../../src/model/preview.ts'
import type { Job } from '../../local/runner.ts'
import { startGitHub } from '../action/github/fake.ts'
import { remainsOf } from './remains.ts'
import { secretsIn } from './leaks.ts'
import { openStage, region, type Stage } from './stage.ts'

const stacks = ['shop-platform', 'shop-service'] as const
/** Something of nearly every resource. */
const changes = {
  waf: 'managed',
  'container-insights': 'enabled',
  'deletion-protection': 'true',
  'log-retention-days': '7',
  'rollback-alarms': '5xx',
  'task-policy': JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop-pictures/*' }]
  }),
  'health-check-interval-seconds': '15',
  'deregistration-delay-seconds': '20',
  'max-tasks': '5',
  'cpu-target-percent': '60',
  env: 'GREETING=hello\nAPI_TOKEN=hunter2-and-more',
  'allow-plain-secrets': 'true'
}

describe('a plan', () => {
  let stage: Stage
  let cloudFormation: CloudFormationClient
  let github: Awaited<ReturnType<typeof startGitHub>>
  const folder = mkdtempSync(join(tmpdir(), 'slipway-event-'))
  before(async () => {
    stage = await openStage('100000000017')
    cloudFormation = new CloudFormationClient(stage.eyes.config)
    github = await startGitHub()
    writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 5, head: { sha: 'abc' } } }))
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
  after(async () => {
    await stage.close()
    await github.close()
    rmSync(folder, { recursive: true })
  })

  const token = { 'github-token': 'ghs_0123456789abcdef' }
  /** The run knows its pull request by a file, outside of what is built. */
  const onPullRequest = (): Partial<Job> => ({
    environment: {
      ...stage.environment,
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_SHA: 'c0ffee0'
    }
  })

  it('of what is there already says that nothing would change, and writes nothing', async () => {
    const { writes } = await stage.callsOf(async () => {
      const ended = await stage.deploy({ command: 'plan' })
      assert.equal(ended.exitCode, 0, ended.log)
      assert.equal(ended.outputs.verdict, 'planned')
      assert.equal(ended.outputs['has-changes'], 'false')
      assert.match(ended.outputs.plan ?? '', /Nothing would change/)
    })
    assert.deepEqual(writes, [])
  })

  it('leaves the whole account as it was, tells no secret, and is what a deployment then does', async () => {
    const found = await everything()
    const planned = await stage.deploy({ command: 'plan', ...changes, ...token }, onPullRequest())
    assert.equal(planned.exitCode, 0, planned.log)
    assert.equal(planned.outputs['has-changes'], 'true')
    assert.deepEqual(await everything(), found)
    const comment = github.comments[0]?.body ?? ''
    await stage.search({ comment }, secretsIn({ ...changes, ...token }))
    assert.match(comment, /GREETING/)
    assert.doesNotMatch(comment, new RegExp(stage.account))
    assert.match(planned.summary, /GREETING/)

    const before = new Set((await events()).map(({ id }) => id))
    const ended = await stage.deploy({ ...changes, ...token }, onPullRequest())
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    const told = github.calls.flatMap(({ body }) => (body.state === undefined ? [] : [body.state]))
    assert.deepEqual(told, ['in_progress', 'success'])
    const happened = (await events()).filter(({ id }) => !before.has(id))
    const { platform, service, task, restarts } = previewOf(planned.outputs.result)
    const said = [...namesOf(platform, 'will'), ...namesOf(service, 'will')]
    const possible = [...namesOf(platform, 'possible'), ...namesOf(service, 'possible')]
    const did = [...new Set(happened.map(({ name }) => name))].filter((name) => !possible.includes(name))
    assert.deepEqual(did.toSorted(), said.toSorted())
    assert.ok(said.length >= 10, said.join(' '))
    assert.equal(task.do, 'register')
    assert.equal(restarts?.certainty, 'will')

    const again = await stage.deploy({ command: 'plan', ...changes })
    assert.equal(again.outputs['has-changes'], 'false', again.log)
  })

  /** Everything that a run could have left or changed. */
  async function everything() {
    const ecs = new ECSClient(stage.eyes.config)
    const images = new ECRClient(stage.eyes.config)
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({}))
    const { repositories = [] } = await images.send(new DescribeRepositoriesCommand({}))
    const [service] =
      (await ecs.send(new DescribeServicesCommand({ cluster: 'shop-cluster', services: ['shop-service'] }))).services ??
      []
    return {
      stacks: Stacks,
      templates: await Promise.all(
        stacks.map(async (StackName) => (await cloudFormation.send(new GetTemplateCommand({ StackName }))).TemplateBody)
      ),
      changeSets: await Promise.all(
        stacks.map(async (StackName) =>
          (await cloudFormation.send(new ListChangeSetsCommand({ StackName }))).Summaries?.map(
            ({ ChangeSetName }) => ChangeSetName
          )
        )
      ),
      events: (await events()).map(({ id }) => id),
      revisions: await stage.eyes.activeRevisions(),
      images: await Promise.all(
        repositories.map(async ({ repositoryName }) =>
          (await images.send(new ListImagesCommand({ repositoryName }))).imageIds?.map(
            ({ imageTag, imageDigest }) => `${imageTag ?? ''} ${imageDigest ?? ''}`
          )
        )
      ),
      service: {
        runs: service?.taskDefinition,
        deployments: service?.deployments?.map(({ id, status }) => [id, status])
      },
      remains: await remainsOf(stage)
    }
  }

  /** Of resources. */
  async function events(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const found = await Promise.all(
      stacks.map((StackName) => cloudFormation.send(new DescribeStackEventsCommand({ StackName })))
    )
    return found.flatMap(({ StackEvents = [] }) =>
      StackEvents.filter(({ ResourceType }) => ResourceType !== 'AWS::CloudFormation::Stack').map(
        ({ EventId = '', LogicalResourceId = '' }) => ({ id: EventId, name: LogicalResourceId })
      )
    )
  }
})

const previewOf = (result = '{}'): Preview =>
  (JSON.parse(result) as Readonly<Record<string, { readonly plan: Preview }>>)[region]?.plan as Preview

const namesOf = (stack: StackPreview, certainty: ResourcePreview['certainty']): readonly string[] =>
  'resources' in stack
    ? (stack.resources ?? []).filter((one) => one.certainty === certainty).map(({ logicalId }) => logicalId)
    : []
