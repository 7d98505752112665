// What AWS says when something goes wrong in a stack: its own texts (F10, F1.14).

/** As the registry's handlers wrap what their service said. */
const handled = (message: string, code: string): string =>
  `Resource handler returned message: "${message}" (RequestToken: 7d9a3f52-1b1c-4c0e-8a55-3f1f2b9c6d10, HandlerErrorCode: ${code})`

export const notAllowed = (service: string, action: string): string =>
  handled(
    `User: arn:aws:sts::123456789012:assumed-role/deploy/slipway is not authorized to perform: ${action} because no identity-based policy allows the ${action} action (Service: ${service}, Status Code: 403, Request ID: 0a1b2c3d)`,
    'AccessDenied'
  )

export const exists = (type: string, property: string, name: string): string =>
  handled(
    `Resource of type '${type}' with identifier '{"/properties/${property}":"${name}"}' already exists.`,
    'AlreadyExists'
  )

export const customNamed = (name: string): string =>
  `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`

export const overQuota = (message: string): string => handled(message, 'ServiceLimitExceeded')
export const invalid = (message: string): string => handled(message, 'InvalidRequest')

export const breakerTriggered = handled(
  "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
  'GeneralServiceException'
)

export const notEmpty = (repository: string): string =>
  handled(
    `The repository with name '${repository}' in registry with id '123456789012' cannot be deleted because it still contains images (Service: Ecr, Status Code: 400)`,
    'GeneralServiceException'
  )
export const inUse = (group: string): string =>
  handled(
    `resource ${group} has a dependent object (Service: Ec2, Status Code: 400) DependencyViolation`,
    'InvalidRequest'
  )

/** Siblings of what failed; never the cause (F3.5). */
export const cancelled = {
  CREATE: 'Resource creation cancelled',
  UPDATE: 'Resource update cancelled',
  DELETE: ''
} as const

export const failedTo = (what: 'create' | 'update' | 'delete', logicalIds: readonly string[]): string =>
  `The following resource(s) failed to ${what}: [${logicalIds.join(', ')}]. `

export const noChanges = {
  plain: "The submitted information didn't contain changes. Submit different information to create a change set.",
  transforms: 'No updates are to be performed.'
} as const
