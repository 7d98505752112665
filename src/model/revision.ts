// A task-definition revision, and when two of them are the same.
import { createHash } from 'node:crypto'
import type { Config } from './config.ts'
import { canonicalText, isObject, listOf, mapOf, mapsIn, type Json, type JsonObject } from './json.ts'

export interface Revision {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly active: boolean
  /** What could be registered again: without what AWS adds. */
  readonly definition: JsonObject
  readonly tags: Readonly<Record<string, string>>
  /** By AWS's clock. */
  readonly registeredAt?: Date
}

/** `shop-app:7`. */
export const revisionName = ({ family, revision }: Pick<Revision, 'family' | 'revision'>): string =>
  `${family}:${revision}`

/** Fields of DescribeTaskDefinition that are no inputs (F2.2). */
const outputOnly = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt'
]

export const withoutOutputs = (definition: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(definition).filter(([key]) => !outputOnly.includes(key)))

/** The text that two definitions share exactly when a task of one is like a task of the other. */
export const contentOf = (definition: JsonObject): string => canonicalText(normalForm(definition))

/** Without what AWS adds or fills in. */
export function normalForm(definition: JsonObject): JsonObject {
  return mapOf(normal(withoutOutputs(definition)))
}

export const sameContent = (a: JsonObject, b: JsonObject): boolean => contentOf(a) === contentOf(b)

/** Fields whose names and values are the app's own. */
const isFreeMap = (key: string): boolean => key === 'options' || key === 'dockerLabels'

/** Values that ECS fills in when they are not given. */
const filledIn: Readonly<Record<string, Json>> = {
  cpu: 0,
  essential: true,
  protocol: 'tcp',
  enableFaultInjection: false,
  // Modes that Fargate does not have; some answers name them empty.
  pidMode: '',
  ipcMode: ''
}

function normal(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => normal(item))
    // ECS keeps no order of its own for variables and secrets.
    return key === 'environment' || key === 'secrets' ? items.toSorted(byText) : items
  }
  if (!isObject(value) || isFreeMap(key)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !isAdded(name, inner, value))
      .map(([name, inner]) => [name, normal(inner, name)])
  )
}

const byText = (a: Json, b: Json): number => (canonicalText(a) < canonicalText(b) ? -1 : 1)

function isAdded(name: string, value: Json, owner: JsonObject): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true
  if (name === 'hostPort') return value === owner.containerPort || value === 0
  return name in filledIn && filledIn[name] === value
}

/** The container that serves: the first one. */
export const mainContainer = (definition: JsonObject): JsonObject => mapOf(listOf(definition.containerDefinitions)[0])

/** Where the load balancer reaches the container: its name and port. */
export function portMapping(definition: JsonObject): { readonly container: string; readonly port: number } | undefined {
  const container = mainContainer(definition)
  const { containerPort } = mapOf(listOf(container.portMappings)[0])
  if (typeof container.name !== 'string' || typeof containerPort !== 'number') return undefined
  return { container: container.name, port: containerPort }
}

export function movesPort(to: JsonObject, from: JsonObject): boolean {
  const [next, last] = [portMapping(to), portMapping(from)]
  return next?.container !== last?.container || next?.port !== last?.port
}

export function imageOf(definition: JsonObject): string | undefined {
  const { image } = mainContainer(definition)
  return typeof image === 'string' ? image : undefined
}

/**
 * The ARNs and names that the execution role must be able to read for this revision, or for a part of one: those of
 * every container. A secret that is named without its ARN is `secret:` and the name, since a bare name is a parameter's.
 */
export const secretsOf = (definition: JsonObject): readonly string[] =>
  mapsIn(definition.containerDefinitions).flatMap(({ secrets, repositoryCredentials, logConfiguration }) => [
    ...valuesFrom(secrets),
    ...(isObject(logConfiguration) ? valuesFrom(logConfiguration.secretOptions) : []),
    ...(isObject(repositoryCredentials) && typeof repositoryCredentials.credentialsParameter === 'string'
      ? [secretNamed(repositoryCredentials.credentialsParameter)]
      : [])
  ])

const valuesFrom = (secrets: Json | undefined): readonly string[] =>
  mapsIn(secrets).flatMap(({ valueFrom }) => (typeof valueFrom === 'string' ? [valueFrom] : []))

const secretNamed = (secret: string): string => (secret.startsWith('arn:') ? secret : `secret:${secret}`)

/** What the execution role must be able to read for this configuration; one that is given is its owner's. */
export function secretsWanted({ task, overrides }: Pick<Config, 'task' | 'overrides'>): readonly string[] {
  const { secrets, registryCredentials, executionRoleArn } = task
  if (executionRoleArn !== undefined) return []
  return [
    ...Object.values(secrets),
    ...(registryCredentials === undefined ? [] : [secretNamed(registryCredentials)]),
    ...secretsOf(overrides.taskDefinition ?? {})
  ]
}

/** A short text for a set of them: the platform's output `ReadableSecrets`, so that a run can tell a change without asking. */
export const secretsMark = (valuesFrom: readonly string[]): string =>
  createHash('sha256')
    .update([...new Set(valuesFrom)].toSorted().join('\n'))
    .digest('hex')
    .slice(0, 16)
