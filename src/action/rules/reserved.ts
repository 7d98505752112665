// What `overrides` may not say: values that we find our things again by, that an input sets, or that would be ignored.
import { isObject, mapOf, type Json, type JsonObject } from '../../model/json.ts'
import { outputNames } from './template-names.ts'

/** Path -> why, which completes "`path` in it ...". */
const reserved: Readonly<Record<string, string>> = {
  'platform.Resources.Cluster.Properties.ClusterName': 'is what the cluster is found by; set `name` or `cluster-arn`',
  'platform.Resources.LogGroup.Properties.LogGroupName': 'is what the log is found by; set `name`',
  'platform.Resources.Repository.Properties.RepositoryName': 'is where the image is pushed to; set `repository`',
  'service.Resources.Service.Properties.Cluster': 'is where the service is found; set `cluster-arn`',
  'service.Resources.Service.Properties.DesiredCount':
    'would undo what scaling chose, at each change of the stack; set `min-tasks` and `max-tasks`',
  'service.Resources.Service.Properties.ServiceName': 'is what the service is found by; set `name`',
  'service.Resources.Service.Properties.TaskDefinition':
    'would roll out another version behind our back; what it should say belongs in `taskDefinition`',
  'taskDefinition.family': 'is what the revisions are found by; set `name`',
  'taskDefinition.tags': 'would make every revision differ from what is asked for; set `tags`'
}

const sections = ['Parameters', 'Resources', 'Outputs']
const filled = {
  platform: ['ZoneA', 'ZoneB', 'HostedZoneId'],
  service: [...outputNames.platform, 'HostedZoneId']
} as const

export const reservedProblems = (overrides: JsonObject): readonly string[] => [
  ...Object.entries(reserved)
    .filter(([path]) => valueAt(overrides, path.split('.')) !== undefined)
    .map(([path, why]) => `\`${path}\` in it ${why}`),
  ...(['platform', 'service'] as const).flatMap((stack) => {
    const template = mapOf(overrides[stack])
    return [...emptied(template, stack), ...takenOutputs(template, stack), ...ignoredDefaults(template, stack)]
  })
]

const emptied = (template: JsonObject, stack: string): readonly string[] =>
  sections
    .filter((section) => section in template && !isObject(template[section]))
    .map((section) => `\`${stack}.${section}\` in it must be a map of what is to be changed`)

/** A listener may go, if the service is not on it, which the template shows. */
const takenOutputs = ({ Outputs }: JsonObject, stack: keyof typeof outputNames): readonly string[] =>
  outputNames[stack]
    .filter((name) => mapOf(Outputs)[name] === null && !/^Https?ListenerArn$/.test(name))
    .map((name) => `\`${stack}.Outputs.${name}\` in it cannot be taken away: what comes after is fed with it`)

const ignoredDefaults = ({ Parameters }: JsonObject, stack: keyof typeof filled): readonly string[] =>
  filled[stack]
    .filter((name) => mapOf(mapOf(Parameters)[name]).Default !== undefined)
    .map((name) => `\`${stack}.Parameters.${name}.Default\` in it would be ignored: we give that parameter its value`)

const valueAt = (value: Json | undefined, [step, ...rest]: readonly string[]): Json | undefined =>
  step === undefined ? value : valueAt(mapOf(value)[step], rest)
