// What runs.
import type { JsonObject } from '../../model/json.ts'
import { flag, nested, pairs, text, whole } from './form.ts'
import { cpuProblem, cpuUnits } from '../rules/fargate.ts'
import { variableProblem } from '../rules/name.ts'
import { policyProblems } from '../rules/policy.ts'
import { roleProblem, secretProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const task = {
  cpu: {
    ...whole(256, 32_768, cpuProblem),
    values: cpuUnits,
    default: '512',
    description: 'CPU units of the task; 1024 is one vCPU.'
  },
  memory: {
    ...whole(1, 249_856),
    default: '1024',
    description: 'Memory of the task in MiB; each `cpu` has its own range.'
  },
  'container-port': {
    ...whole(1, 65_535),
    default: '8080',
    description: 'The TCP port that the container serves HTTP on.'
  },
  env: {
    ...pairs(variableProblem),
    otherwise: 'none',
    description: 'Environment variables; plain text in the task definition, so no secrets.',
    secret: true
  },
  secrets: {
    ...pairs(variableProblem, secretProblem),
    otherwise: 'none',
    description: "Environment variables from Secrets Manager or Parameter Store: an ARN or a parameter's name each.",
    secret: true
  },
  'task-policy': {
    ...nested<JsonObject>(policyProblems),
    type: 'JSON, or a map in the config file',
    otherwise: 'the app may do nothing in AWS',
    description: 'What the app may do in AWS: an IAM policy document for the task role that is made.'
  },
  'execution-role-arn': {
    ...text(roleProblem),
    otherwise: 'one is made',
    description: 'ARN of a role that is there, for ECS to pull the image, read the secrets and write the log.'
  },
  'task-role-arn': {
    ...text(roleProblem),
    otherwise: 'one is made',
    description: 'ARN of a role that is there, for the app itself.'
  },
  'ephemeral-storage-gib': {
    ...whole(21, 200),
    otherwise: "AWS's 20",
    description: 'Disk of the task in GiB.'
  },
  'container-health-command': {
    ...text(),
    otherwise: 'no container check',
    description: 'A shell line that ends with 0 while the container is well; it runs inside the container.'
  },
  'start-period-seconds': {
    ...whole(0, 300),
    default: '0',
    description: 'How long the app may take to start before a failed check counts.'
  },
  'stop-timeout-seconds': {
    ...whole(2, 120),
    default: '30',
    description: 'How long the container may take to stop after SIGTERM.'
  },
  'allow-plain-secrets': {
    ...flag(),
    default: 'false',
    description: 'Accept plain values for variables that look like secrets.'
  }
} satisfies Readonly<Record<string, Setting>>
