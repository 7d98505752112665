// From a build to a running task: the registry under a name that the engine takes as it is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand
} from '@aws-sdk/client-ecr'
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand
} from '@aws-sdk/client-ecs'
import { RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { ensureBase } from '../../local/base.ts'
import { command } from '../../local/command.ts'
import { until } from '../until.ts'
import { facts, gateway, settings } from './shared.ts'

const account = '100000000002'
const ecr = new ECRClient(settings(account))
const ecs = new ECSClient(settings(account))
let folder = ''
let uri = ''

const docker = (args: readonly string[], input?: string): Promise<string> => {
  const env = { ...process.env, DOCKER_HOST: facts.dockerHost, DOCKER_CONFIG: join(folder, 'config') }
  return command('docker', args, { env, ...(input === undefined ? {} : { input }) })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-'))
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'shop/web' }))
  uri = repository?.repositoryUri ?? ''
  const base = await ensureBase(facts)
  const server =
    "require('http').createServer((q, s) => s.end('served')).listen(8080); process.on('SIGTERM', () => process.exit())"
  await writeFile(join(folder, 'server.js'), server)
  await writeFile(
    join(folder, 'Dockerfile'),
    'ARG BASE\nFROM ${BASE}\nCOPY server.js /server.js\nCMD ["node", "/server.js"]\n'
  )
  await docker(['build', '--quiet', '--build-arg', `BASE=${base}`, '--tag', `${uri}:one`, folder])
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('the repository has a name on the gateway', () => {
  expect(`http://${uri}`).toBe(`${facts.gatewayUrl}/${account}/eu-west-1/shop/web`)
})

test('nothing is pushed without a login, with a wrong one, or with that of another account', async () => {
  await expect(docker(['push', `${uri}:one`])).rejects.toThrow('no basic auth credentials')
  const host = uri.split('/')[0] ?? ''
  const login = ['login', '--username', 'AWS', '--password-stdin', host]
  await expect(docker(login, 'wrong')).rejects.toThrow('401 Unauthorized')
  await docker(login, await password('100000000003'))
  await expect(docker(['push', `${uri}:one`])).rejects.toThrow(/denied: User: .* is not authorized/)
  await docker(login, await password(account))
  await expect(
    docker(['tag', `${uri}:one`, `${uri}-none:one`]).then(() => docker(['push', `${uri}-none:one`]))
  ).rejects.toThrow('name unknown')
})

test('a push is confirmed by ECR, pulled by digest, and runs as a task', async () => {
  await docker(['push', '--quiet', `${uri}:one`])
  const images = await ecr.send(
    new DescribeImagesCommand({ repositoryName: 'shop/web', imageIds: [{ imageTag: 'one' }] })
  )
  const digest = images.imageDetails?.[0]?.imageDigest ?? ''
  expect(digest).toMatch(/^sha256:/)
  const missing = new DescribeImagesCommand({ repositoryName: 'shop/web', imageIds: [{ imageTag: 'two' }] })
  await expect(ecr.send(missing)).rejects.toThrow(/imageTag:'two'} does not exist within the repository/)
  await docker(['rmi', '--force', `${uri}:one`])
  expect((await docker(['pull', '--quiet', `${uri}@${digest}`])).trim()).toBe(`${uri}@${digest}`)
  await docker(['rmi', '--force', `${uri}@${digest}`])

  const port = { containerPort: 8080 }
  await ecs.send(new CreateClusterCommand({ clusterName: 'web' }))
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: `${uri}@${digest}`, portMappings: [port] }]
    })
  )
  const network = { awsvpcConfiguration: { subnets: ['subnet-1'] } }
  const { tasks } = await ecs.send(
    new RunTaskCommand({ cluster: 'web', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration: network })
  )
  const task = tasks?.[0]?.taskArn ?? ''
  const address = await addressOf(task)
  expect(await page(`http://${address}:8080/`)).toBe('served')
  await ecs.send(new StopTaskCommand({ cluster: 'web', task }))
})

test('what Docker did is in the journal, and can be made to fail', async () => {
  const calls = (await gateway.calls(account)).map(({ call }) => call)
  expect(calls).toContain('registry:PutManifest')
  await gateway.fail(account, { service: 'registry', action: 'PutManifest', kind: 'denied' })
  await docker(['pull', '--quiet', `${uri}:one`])
  await expect(docker(['push', `${uri}:one`])).rejects.toThrow('denied')
  await gateway.heal(account)
})

async function password(of: string): Promise<string> {
  const { authorizationData } = await new ECRClient(settings(of)).send(new GetAuthorizationTokenCommand({}))
  expect(authorizationData?.[0]?.proxyEndpoint).toBe(facts.gatewayUrl)
  return (
    Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
      .toString()
      .split(':')[1] ?? ''
  )
}

const addressOf = (task: string): Promise<string> =>
  until(async () => {
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'web', tasks: [task] }))
    const { lastStatus, stoppedReason, attachments, containers } = tasks?.[0] ?? {}
    if (lastStatus === 'STOPPED') throw new Error(stoppedReason)
    const details = attachments?.[0]?.details?.find(({ name }) => name === 'privateIPv4Address')
    const address = details?.value ?? containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address
    return lastStatus === 'RUNNING' ? address : undefined
  })

const page = async (url: string): Promise<string> => (await until(() => fetch(url).catch(() => undefined))).text()
