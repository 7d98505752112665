// The size of a task, its variables, and its roles.
import { cite, idle, type RuleContext, type Rule } from './rule.ts'
import { memoryProblem, newestCpu } from '../rules/fargate.ts'

export const task: Rule = (context) => {
  const { cpu, memory, env, secrets } = context.values
  const size = cpu === undefined || memory === undefined ? undefined : memoryProblem(cpu, memory)
  const shown = context.asked.memory === undefined ? `\`memory\` is ${memory} by default` : undefined
  const both = Object.keys(secrets ?? {}).filter((name) => Object.hasOwn(env ?? {}, name))
  return [
    ...(size === undefined ? [] : [`${shown ?? `${cite(context, 'memory')} is \`${memory}\``}; ${size}`]),
    ...both.map((name) => `\`${name}\` stands in \`env\` and in \`secrets\`, and ECS takes it once; leave one of them`),
    ...(context.asked['task-role-arn'] === undefined
      ? []
      : idle(context, ['task-policy'], 'for the role that is made, and `task-role-arn` gives one'))
  ]
}

export const taskWarnings: Rule = (context) => [
  ...(context.values.cpu === newestCpu
    ? [`${cite(context, 'cpu')} is ${newestCpu}: Fargate has it only in some regions, and refuses it in the others`]
    : []),
  ...rightsOfAnother(context),
  ...manyDatabases(context)
]

/** The policy of a role that is given is its owner's. */
function rightsOfAnother(context: RuleContext): readonly string[] {
  const read = (['secrets', 'registry-credentials'] as const).filter((name) => context.asked[name] !== undefined)
  if (context.asked['execution-role-arn'] === undefined || read.length === 0) return []
  const what = read.map((name) => `\`${name}\``).join(' and ')
  return [`${cite(context, 'execution-role-arn')} names a role that must be allowed to read what ${what} names`]
}

/** What the images of databases are set up with: a client has other names for it. */
const ofDatabases =
  /^((MYSQL|MARIADB)_(ROOT_PASSWORD|RANDOM_ROOT_PASSWORD|ALLOW_EMPTY_(ROOT_)?PASSWORD)|POSTGRES_(INITDB_ARGS|PASSWORD)|MONGO_INITDB_\w+)$/

function manyDatabases({ values }: RuleContext): readonly string[] {
  const found = Object.keys({ ...values.env, ...values.secrets }).find((name) => ofDatabases.test(name))
  const most = values['max-tasks'] ?? 1
  if (found === undefined || most <= 1) return []
  return [
    `\`${found}\` sets up a database: one inside the container is lost with its task, and up to ${most} tasks ` +
      '(`max-tasks`) have one each. Keep it outside, or set `max-tasks: 1`'
  ]
}
