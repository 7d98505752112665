// What settings say of each other: combinations that cannot be, and those that are better said than found out.
import { nameOf, regionsOf } from './compose.ts'
import type { Surroundings } from './parse.ts'
import { isPublicRange } from './rules/cidr.ts'
import { longestCommonName } from './rules/domain.ts'
import { graceOf, memoryProblem, newestCpu } from './rules/fargate.ts'
import { regionOfArn, regionProblem } from './rules/reference.ts'
import type { Asked } from './setting.ts'
import type { SettingName, Values } from './settings/all.ts'

export interface Context {
  readonly asked: Readonly<Partial<Record<string, Asked>>>
  /** What was read without a mistake, defaults included. */
  readonly values: Partial<Values>
  readonly surroundings: Surroundings
}

export interface Agreement {
  readonly mistakes: readonly string[]
  readonly warnings: readonly string[]
}

export const placeOf = ({ asked }: Context, name: SettingName): string =>
  asked[name]?.place.replace(/,$/, '') ?? `\`${name}\``

export function agree(context: Context): Agreement {
  return {
    mistakes: [identity, image, task, door].flatMap((rule) => rule(context)),
    warnings: [...sizeWarnings(context), ...graceWarnings(context), ...networkWarnings(context)]
  }
}

type Rule = (context: Context) => readonly string[]

const identity: Rule = (context) => {
  const { values, surroundings, asked } = context
  const nameless =
    nameOf(values, surroundings) === undefined && asked.name === undefined
      ? ['There is no `name`, and no repository to take it from; set `name`']
      : []
  if (asked.regions !== undefined && values.regions === undefined) return nameless
  const regions = regionsOf(values, surroundings)
  const [region] = regions
  if (region === undefined) return [...nameless, 'There is no region; set `regions`, or AWS_REGION in the job']
  if (regions.length > 1)
    return [
      ...nameless,
      `${placeOf(context, 'regions')} names ${regions.length} regions (${regions.join(', ')}), and this version ` +
        `deploys to exactly one; leave one, such as \`regions: ${region}\`, and run one job for each`
    ]
  const problem = values.regions?.length ? undefined : regionProblem(region)
  return problem === undefined ? nameless : [...nameless, `AWS_REGION is \`${region}\`; ${problem}`]
}

const forBuild: readonly SettingName[] = ['context', 'dockerfile', 'target', 'build-args', 'build-secrets', 'rebuild']

const image: Rule = (context) => {
  const { asked } = context
  if (asked.image === undefined) return []
  const useless = forBuild.filter((name) => asked[name] !== undefined)
  if (useless.length === 0) return []
  return [
    `${placeOf(context, 'image')} means that nothing is built, and ${useless.map((name) => `\`${name}\``).join(', ')} ` +
      'would have no effect; leave out the one or the other'
  ]
}

const task: Rule = (context) => {
  const { cpu, memory, env, secrets } = context.values
  const size = cpu === undefined || memory === undefined ? undefined : memoryProblem(cpu, memory)
  const shown = context.asked.memory === undefined ? `\`memory\` is ${memory} by default` : undefined
  const both = Object.keys(secrets ?? {}).filter((name) => Object.hasOwn(env ?? {}, name))
  return [
    ...(size === undefined ? [] : [`${shown ?? `${placeOf(context, 'memory')} is \`${memory}\``}; ${size}`]),
    ...both.map((name) => `\`${name}\` stands in \`env\` and in \`secrets\`, and ECS takes it once; leave one of them`)
  ]
}

const withDomain: readonly SettingName[] = ['www', 'hosted-zone-id', 'certificate-arn', 'evaluate-target-health']

const door: Rule = (context) => {
  const { asked, values } = context
  if (asked.domain === undefined)
    return withDomain
      .filter((name) => asked[name] !== undefined && !(name === 'www' && values.www === false))
      .map((name) => `${placeOf(context, name)} has a meaning only with a \`domain\`; set it, or leave this out`)
  const { domain, www } = values
  const certificate = values['certificate-arn']
  const [region] = regionsOf(values, context.surroundings)
  const elsewhere = certificate === undefined ? undefined : regionOfArn(certificate)
  return [
    ...(values['hosted-zone-id'] === 'none' && asked['certificate-arn'] === undefined
      ? [
          `${placeOf(context, 'hosted-zone-id')} is \`none\`, so no certificate can be validated by us; ` +
            'set `certificate-arn` to one that covers the domain'
        ]
      : []),
    ...(elsewhere !== undefined && region !== undefined && elsewhere !== region
      ? [
          `${placeOf(context, 'certificate-arn')} is in ${elsewhere}, and the load balancer in ${region} takes only ` +
            'certificates of its own region; request one there'
        ]
      : []),
    ...(domain !== undefined && domain.length > longestCommonName && asked['certificate-arn'] === undefined
      ? [
          `${placeOf(context, 'domain')} has ${domain.length} characters, and ACM makes certificates for names of at ` +
            `most ${longestCommonName}; set \`certificate-arn\`, or take a shorter name`
        ]
      : []),
    ...(domain?.startsWith('www.') && www === true
      ? [
          `${placeOf(context, 'www')} would serve \`www.${domain}\`; for both names set ` +
            `\`domain: ${domain.slice('www.'.length)}\``
        ]
      : [])
  ]
}

const sizeWarnings: Rule = (context) =>
  context.values.cpu === newestCpu
    ? [`${placeOf(context, 'cpu')} is ${newestCpu}: Fargate has it only in some regions, and refuses it in the others`]
    : []

const graceWarnings: Rule = (context) => {
  const { values } = context
  const given = values['health-check-grace-seconds']
  const start = values['start-period-seconds']
  const interval = values['health-check-interval-seconds']
  if (given === undefined || start === undefined || interval === undefined) return []
  const { seconds, sum } = graceOf(start, interval)
  return given >= seconds
    ? []
    : [
        `${placeOf(context, 'health-check-grace-seconds')} is ${given}, and a slow start may need ${seconds} ` +
          `(${sum}): ECS stops a task that is not healthy by then. Leave it out to have it computed`
      ]
}

const networkWarnings: Rule = (context) => {
  const cidr = context.values['vpc-cidr']
  return cidr !== undefined && isPublicRange(cidr)
    ? [
        `${placeOf(context, 'vpc-cidr')} is \`${cidr}\`, which is public: the tasks cannot reach its hosts on the internet`
      ]
    : []
}
