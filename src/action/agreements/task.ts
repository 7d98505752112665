// The size of a task, its variables, and its roles.
import { idle, placeOf, type Rule } from '../context.ts'
import { memoryProblem, newestCpu } from '../rules/fargate.ts'

export const task: Rule = (context) => {
  const { cpu, memory, env, secrets } = context.values
  const size = cpu === undefined || memory === undefined ? undefined : memoryProblem(cpu, memory)
  const shown = context.asked.memory === undefined ? `\`memory\` is ${memory} by default` : undefined
  const both = Object.keys(secrets ?? {}).filter((name) => Object.hasOwn(env ?? {}, name))
  return [
    ...(size === undefined ? [] : [`${shown ?? `${placeOf(context, 'memory')} is \`${memory}\``}; ${size}`]),
    ...both.map((name) => `\`${name}\` stands in \`env\` and in \`secrets\`, and ECS takes it once; leave one of them`),
    ...(context.asked['task-role-arn'] === undefined
      ? []
      : idle(context, ['task-policy'], 'for the role that is made, and `task-role-arn` gives one'))
  ]
}

export const taskWarnings: Rule = (context) =>
  context.values.cpu === newestCpu
    ? [`${placeOf(context, 'cpu')} is ${newestCpu}: Fargate has it only in some regions, and refuses it in the others`]
    : []
