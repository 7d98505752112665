// What an end-to-end test stands on: an account of its own on the local AWS, a workspace with an app, the bundled action,
// a visitor of the site, and eyes on AWS that do not go through our own code.
import {
  ClusterNotFoundException,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  ServiceNotFoundException
} from '@aws-sdk/client-ecs'
import { DescribeStacksCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ensureBase } from '../../local/base.ts'
import { connectGateway, type GatewayClient } from '../../local/gateway/client.ts'
import { visitor, type Page, type Visitor } from '../../local/page.ts'
import { runAction, type Ended, type Job } from '../../local/runner.ts'
import { openWorkspace, type Workspace } from '../../local/workspace.ts'
import { createZone } from '../../local/zone.ts'
import { nothingLeaks, secretsIn, watchProcesses, withoutMasks, type Readable } from './leaks.ts'

export interface Stage {
  readonly account: string
  readonly environment: Readonly<Record<string, string>>
  readonly workspace: Workspace
  /** The image that the app is built on. */
  readonly base: string
  /** Runs the action; `inputs` add to or change the usual ones. Nothing that could be read of it may have a secret. */
  readonly deploy: (inputs?: Readonly<Record<string, string>>, job?: Partial<Job>) => Promise<Ended>
  /** Throws where one of these places has a secret that the local AWS knows, or one of `others`. */
  readonly search: (places: Readable, others?: readonly string[]) => Promise<void>
  readonly visit: Visitor
  /** A visitor who is nearest to that region. */
  readonly visitFrom: (region: string) => Visitor
  /** What was called while `during` ran, as `service:Action`; `writes` alone when asked. */
  readonly callsOf: (
    during: () => Promise<unknown>
  ) => Promise<{ readonly all: readonly string[]; readonly writes: readonly string[] }>
  readonly gateway: GatewayClient
  readonly eyes: Eyes
  readonly eyesIn: (region: string) => Eyes
  /** Takes the services away too, at once: their health checks, fifty times as often as AWS's, would slow the other tests. */
  readonly close: () => Promise<void>
}

export interface Eyes {
  readonly service: () => Promise<{ readonly taskDefinition: string; readonly running: number; readonly image: string }>
  readonly activeRevisions: () => Promise<readonly string[]>
  /** If there is one. Its tasks go in their own time. */
  readonly removeService: () => Promise<void>
  /** `undefined` when there is none. */
  readonly stackStatus: (stack: string) => Promise<string | undefined>
  readonly config: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
}

export const region = 'eu-west-1'

/** @param domain a hosted zone of this name is made, and the usual inputs ask for it. */
export async function openStage(account: string, domain?: string): Promise<Stage> {
  const local = JSON.parse(process.env.SLIPWAY_LOCAL ?? '{}') as Record<string, string>
  const { AWS_ENDPOINT_URL: endpoint, DOCKER_HOST: dockerHost } = local
  if (endpoint === undefined || dockerHost === undefined) {
    throw new Error('The end-to-end tests need the local AWS: run `npm test -- e2e`.')
  }
  // Any will do, so it is one that stands nowhere else.
  const environment = { ...local, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'the-secret-key-of-e2e' }
  const base = await ensureBase({ dockerHost })
  if (domain !== undefined) await createZone(endpoint, account, domain)
  const workspace = openWorkspace('test/e2e/app')
  const gateway = connectGateway(endpoint)
  const eyesIn = (where: string): Eyes =>
    open({ endpoint, region: where, credentials: { accessKeyId: account, secretAccessKey: 'local' } })
  const usual = {
    name: 'shop',
    regions: region,
    'build-args': `BASE=${base}`,
    'health-check-path': '/healthz',
    // A fiftieth of it passes at pace 0: enough for Node to start on a busy machine.
    'health-check-grace-seconds': '240',
    ...(domain !== undefined && { domain })
  }
  const search = async (places: Readable, others: readonly string[] = []): Promise<void> => {
    nothingLeaks(places, [...(await gateway.secrets()), environment.AWS_SECRET_ACCESS_KEY, ...others])
  }
  async function deploy(added: Readonly<Record<string, string>> = {}, job: Partial<Job> = {}): Promise<Ended> {
    const inputs = { ...usual, ...added }
    const processes = watchProcesses()
    const onLine = (line: string): void => {
      processes.look()
      job.onLine?.(line)
    }
    const ended = await runAction({ workspace: workspace.folder, environment, inputs, ...job, onLine })
    const { log, summary, outputs } = ended
    const told = { log: withoutMasks(log), summary, outputs: JSON.stringify(outputs), processes: processes.seen() }
    await search(told, secretsIn(inputs))
    return ended
  }
  return {
    account,
    environment,
    search,
    deploy,
    workspace,
    base,
    gateway,
    visit: visitor(environment),
    visitFrom: (where) => {
      // The proxy decides who is near by its user's password.
      const proxy = endpoint.replace('//', `//${account}:${where}@`)
      return visitor({ ...environment, HTTP_PROXY: proxy, HTTPS_PROXY: proxy })
    },
    eyes: eyesIn(region),
    eyesIn,
    callsOf: async (during) => {
      await gateway.clear(account)
      await during()
      // Visits of the site go through the gateway too; they are no calls of AWS.
      const calls = (await gateway.calls(account)).filter(({ call }) => !call.startsWith('site:'))
      return { all: calls.map(({ call }) => call), writes: calls.filter(({ write }) => write).map(({ call }) => call) }
    },
    close: async () => {
      workspace.remove()
      await Promise.all([region, 'us-east-1'].map((where) => eyesIn(where).removeService()))
    }
  }
}

/** With the token of a job instead of keys; `query` asks for another one (local/gateway/oidc.ts). */
export function withToken({ environment }: Pick<Stage, 'environment'>, query = ''): Readonly<Record<string, string>> {
  const oidc = JSON.parse(process.env.SLIPWAY_OIDC ?? '{}') as Record<string, string>
  const url = `${oidc.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}${query}`
  const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
  return { ...environment, ...noKeys, ...oidc, ACTIONS_ID_TOKEN_REQUEST_URL: url }
}

function open(config: Eyes['config']): Eyes {
  const ecs = new ECSClient(config)
  const cloudFormation = new CloudFormationClient(config)
  return {
    config,
    service: async () => {
      const { services = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: 'shop-cluster', services: ['shop-service'] })
      )
      const [service] = services
      const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition })
      )
      return {
        taskDefinition: service?.taskDefinition ?? '',
        running: service?.runningCount ?? 0,
        image: taskDefinition?.containerDefinitions?.[0]?.image ?? ''
      }
    },
    activeRevisions: async () => {
      const command = new ListTaskDefinitionsCommand({ familyPrefix: 'shop-app', status: 'ACTIVE', sort: 'DESC' })
      return (await ecs.send(command)).taskDefinitionArns ?? []
    },
    removeService: async () => {
      const command = new DeleteServiceCommand({ cluster: 'shop-cluster', service: 'shop-service', force: true })
      await ecs.send(command).catch((error: unknown) => {
        if (!(error instanceof ClusterNotFoundException || error instanceof ServiceNotFoundException)) throw error
      })
    },
    stackStatus: async (stack) => {
      try {
        const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }))
        return Stacks[0]?.StackStatus
      } catch (error) {
        if (error instanceof Error && error.message.includes('does not exist')) return undefined
        throw error
      }
    }
  }
}

/** Asks 20 times a second until `during` is over. @returns how often each answer came. */
export const visitDuring = (
  { visit }: Pick<Stage, 'visit'>,
  url: string,
  during: () => Promise<unknown>
): Promise<Readonly<Record<string, number>>> => askDuring([() => visit(url)], during, 20)

/** What waits for an answer; a machine that does not keep up is not asked more. */
const mostOpen = 100

/** Asks one after the other of them, so many times a second, until `during` is over. @returns how often each answer came. */
export async function askDuring(
  visits: readonly (() => Promise<Page>)[],
  during: () => Promise<unknown>,
  perSecond: number
): Promise<Readonly<Record<string, number>>> {
  const seen: Record<string, number> = {}
  const open = new Set<Promise<void>>()
  const ask = async (visit: () => Promise<Page>): Promise<void> => {
    const said = await visit().then(
      ({ status }) => String(status),
      (error: unknown) => String(error)
    )
    seen[said] = (seen[said] ?? 0) + 1
  }
  const began = Date.now()
  let turn = 0
  let asked = 0
  const timer = setInterval(() => {
    // A timer that comes late asks for what it has missed.
    const due = ((Date.now() - began) * perSecond) / 1000
    for (; turn < due; turn++) {
      const visit = visits[turn % visits.length]
      if (!visit || open.size >= mostOpen) continue
      asked++
      const one = ask(visit).finally(() => open.delete(one))
      open.add(one)
    }
  }, 1000 / perSecond)
  try {
    await during()
  } finally {
    clearInterval(timer)
    await Promise.all(open)
  }
  // What this machine could do of what was wanted.
  const rate = (asked * 1000) / (Date.now() - began)
  console.log(`${asked} visits, ${rate.toFixed(0)} a second of ${perSecond}`)
  return seen
}
