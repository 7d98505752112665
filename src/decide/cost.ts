// What a change adds to a month's bill, about: of what is paid by the hour, not of traffic. Pure.
import type { Config } from '../model/config.ts'
import { mapOf, type Json, type JsonObject } from '../model/json.ts'
import type { Current } from '../model/plan.ts'
import type { Cost, ResourcePreview } from '../model/preview.ts'
import { priceOfAddress, priceOfLoadBalancer, priceOfTask, priceOfWebAcl, type TaskSize } from '../model/price.ts'
import type { ResourceChange } from '../model/stack.ts'

export interface Spending {
  readonly config: Config
  readonly running: Current['running']
  readonly definition: JsonObject | undefined
  readonly resources: readonly ResourcePreview[]
  /** Of the service stack, where they are known. */
  readonly serviceChanges: readonly ResourceChange[]
}

export function costsOf({ config, running, definition, resources, serviceChanges }: Spending): readonly Cost[] {
  const { scaling, network } = config
  const wanted = scaling.minTasks
  const tasksNow = running ? (leastBefore(serviceChanges) ?? wanted) : 0
  const balancers = countOf(resources, 'AWS::ElasticLoadBalancingV2::LoadBalancer')
  // A load balancer has one in each of its subnets, a task has its own (F0).
  const addresses = wanted - tasksNow + balancers * (network.use === 'own' ? 2 : network.subnetIds.length)
  const now = running ? tasksNow * priceOfTask(sizeOf(running.definition)) : 0
  const then = definition ? wanted * priceOfTask(sizeOf(definition)) : now
  const firewalls = countOf(resources, 'AWS::WAFv2::WebACL')
  return [
    { what: tasksText(wanted, tasksNow), dollars: then - now },
    { what: 'load balancer', dollars: balancers * priceOfLoadBalancer },
    { what: counted(Math.abs(addresses), 'public address', 'public addresses'), dollars: addresses * priceOfAddress },
    { what: 'firewall', dollars: firewalls * priceOfWebAcl(groupsOfFirewall) }
  ]
    .map(({ what, dollars }) => ({ what, dollars: Math.round(dollars * 100) / 100 }))
    .filter(({ dollars }) => dollars !== 0)
}

/** The groups of templates/platform/waf.yml. */
const groupsOfFirewall = 3

const countOf = (resources: readonly ResourcePreview[], type: string): number =>
  resources
    .filter((resource) => resource.type === type)
    .reduce((sum, { does }) => sum + (does === 'add' ? 1 : does === 'remove' ? -1 : 0), 0)

/** What scaling went down to until now, where CloudFormation tells. */
function leastBefore(changes: readonly ResourceChange[]): number | undefined {
  const details = changes
    .filter(({ type }) => type === 'AWS::ApplicationAutoScaling::ScalableTarget')
    .flatMap((change) => change.details)
  const before = Number(details.find(({ property }) => property === 'MinCapacity')?.before ?? NaN)
  return Number.isNaN(before) ? undefined : before
}

const counted = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many}`)

const tasksText = (wanted: number, now: number): string =>
  counted(wanted, 'task', 'tasks') + (now === 0 || now === wanted ? '' : ` instead of ${now}`)

function sizeOf(definition: JsonObject): TaskSize {
  const { cpu, memory, runtimePlatform, ephemeralStorage } = definition
  return {
    cpu: numberOf(cpu),
    memory: numberOf(memory),
    architecture: mapOf(runtimePlatform).cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
    diskGib: numberOf(mapOf(ephemeralStorage).sizeInGiB)
  }
}

const numberOf = (value: Json | undefined): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) || 0 : 0
