// What AWS is known to say of a task that never ran: one row at least per row of F2.9, and what we make of it.
import type { FailureCode } from '../../src/model/failure.ts'

export type Row = readonly [reason: string, code: FailureCode, sentence: string]

export const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop'
export const pull = 'CannotPullContainerError: pull image manifest has been retried 5 time(s): '
export const init =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '

export const neverRan: readonly Row[] = [
  [
    `${pull}failed to resolve ref ${registry}@sha256:aa: ${registry}@sha256:aa: not found`,
    'IMAGE_UNPULLABLE',
    'not in the repository'
  ],
  [
    `CannotPullContainerError: manifest unknown: Requested image not found`,
    'IMAGE_UNPULLABLE',
    'not in the repository'
  ],
  [`${pull}failed to resolve ref ${registry}:1: unexpected status: 403 Forbidden`, 'IMAGE_UNPULLABLE', 'may not pull'],
  [
    `CannotPullContainerError: Head "https://${registry}": no basic auth credentials`,
    'IMAGE_UNPULLABLE',
    'may not pull'
  ],
  [
    `${init}unable to retrieve ecr registry auth: AccessDeniedException: is not authorized to perform: ecr:GetAuthorizationToken`,
    'IMAGE_UNPULLABLE',
    'may not pull'
  ],
  [
    `${pull}failed to resolve ref ${registry}:1: failed to do request: Head "https://x": dial tcp 1.2.3.4:443: i/o timeout`,
    'NETWORK_UNREACHABLE',
    'no way'
  ],
  [
    `CannotPullContainerError: net/http: request canceled while waiting for connection`,
    'NETWORK_UNREACHABLE',
    'no way'
  ],
  [`CannotPullContainerError: Check your task network configuration.`, 'NETWORK_UNREACHABLE', 'no way'],
  [`CannotPullContainerError: pull command failed: : signal: killed`, 'NETWORK_UNREACHABLE', 'no way'],
  [`CannotPullContainerError: ref pull has been retried 1 time(s): context canceled`, 'NETWORK_UNREACHABLE', 'no way'],
  [
    `${init}RequestError: send request failed caused by: Post "https://api.ecr": dial tcp: i/o timeout`,
    'NETWORK_UNREACHABLE',
    'no way'
  ],
  [`${init}Client.Timeout exceeded while awaiting headers`, 'NETWORK_UNREACHABLE', 'no way'],
  [
    `${pull}image Manifest does not contain descriptor matching platform 'linux/amd64'`,
    'ARCHITECTURE_MISMATCH',
    'than linux/amd64'
  ],
  [`${pull}no match for platform in manifest sha256:aa: not found`, 'ARCHITECTURE_MISMATCH', 'than linux/amd64'],
  [
    `${pull}429 Too Many Requests: toomanyrequests: You have reached your pull rate limit`,
    'IMAGE_UNPULLABLE',
    'too many'
  ],
  ['CannotPullContainerError: write /x: no space left on device', 'IMAGE_UNPULLABLE', 'does not fit'],
  [
    'CannotPullContainerError: ref pull has been retried 1 time(s): failed open: unexpected status code 500',
    'IMAGE_UNPULLABLE',
    'refused a part'
  ],
  [
    `${init}unable to retrieve secret from asm: AccessDeniedException: secretsmanager:GetSecretValue`,
    'SECRET_UNREADABLE',
    'may not read'
  ],
  [
    `${init}unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret`,
    'SECRET_UNREADABLE',
    'not there'
  ],
  [
    `${init}Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`,
    'SECRET_UNREADABLE',
    'not there'
  ],
  [
    `${init}retrieved secret from Secrets Manager did not contain json key password`,
    'SECRET_UNREADABLE',
    'no such JSON key'
  ],
  [`${init}something else`, 'SECRET_UNREADABLE', 'could not be read'],
  [
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times',
    'CRASH_LOOP',
    '/ecs/shop-app'
  ],
  ['ResourceInitializationError: failed to initialize logging driver: no such group', 'CRASH_LOOP', '/ecs/shop-app'],
  [
    "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/x' that was provided for this task.",
    'ACCESS_DENIED',
    'may not assume arn:aws:iam::123456789012:role/x.'
  ],
  [
    'CannotStartContainerError: ResponseError: failed to create task: exec: "serve": executable file not found in $PATH',
    'CRASH_LOOP',
    '`serve` is not in the image'
  ],
  ['CannotStartContainerError: exec: "/app": permission denied', 'CRASH_LOOP', 'cannot be run'],
  ['CannotCreateContainerError: invalid mount', 'CRASH_LOOP', 'could not be created'],
  ['ContainerRuntimeTimeoutError: Could not transition to running', 'AWS_UNAVAILABLE', 'had trouble'],
  ['Unexpected EC2 error while attempting to Create Network Interface in subnet', 'NO_CAPACITY', 'network interface'],
  ['Timeout waiting for network interface provisioning to complete.', 'NO_CAPACITY', 'network interface'],
  ['Capacity is unavailable at this time. Please try again later', 'NO_CAPACITY', 'no capacity'],
  ["You've reached the limit on the number of vCPUs you can run concurrently", 'NO_CAPACITY', 'quota'],
  ['The requested CPU configuration is above your limit', 'NO_CAPACITY', 'quota'],
  [
    `CannotPullContainerError: Error response from daemon: pull access denied for acme/shop, repository does not exist or may require 'docker login': denied`,
    'IMAGE_UNPULLABLE',
    'wants a login'
  ],
  [
    `${init}unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf because no identity-based policy allows it`,
    'SECRET_UNREADABLE',
    'secret:shop/db-AbCdEf: it is refused secretsmanager:GetSecretValue on arn:aws:secretsmanager:'
  ],
  [
    `${init}unable to retrieve secrets from ssm: AccessDeniedException: not authorized to perform: ssm:GetParameters`,
    'SECRET_UNREADABLE',
    'a secret or parameter: it is refused ssm:GetParameters.'
  ],
  [
    `${init}unable to retrieve secret from asm: failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    'SECRET_UNREADABLE',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf is not there'
  ],
  [
    `${init}unable to retrieve secrets from ssm: invalid parameters: /shop/none`,
    'SECRET_UNREADABLE',
    '/shop/none is not'
  ],
  [
    'ResourceInitializationError: failed to validate logger args: create stream: ResourceNotFoundException: The specified log group does not exist.',
    'CRASH_LOOP',
    '/ecs/shop-app'
  ],
  [
    'CannotStartContainerError: runc: exec: "serve": executable file not found in $PATH',
    'CRASH_LOOP',
    '`serve` is not in'
  ],
  ['CannotStartContainerError: exec /app/run.sh: no such file or directory', 'CRASH_LOOP', '`/app/run.sh` is not in'],
  ['CannotStartContainerError: no such file or directory', 'CRASH_LOOP', 'its command is not in'],
  [
    'ResourceInitializationError: failed to download env files: file download command: non empty error stream',
    'ACCESS_DENIED',
    'from S3'
  ],
  [
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes',
    'NETWORK_UNREACHABLE',
    'mounted'
  ],
  [
    `${pull}failed to resolve ref ${registry}@sha256:1e403b: ${registry}@sha256:1e403b: not found`,
    'IMAGE_UNPULLABLE',
    'not in the repository'
  ],
  [
    `CannotPullContainerError: The task can't pull the image. Check that the role has the permissions to pull images from the registry.`,
    'IMAGE_UNPULLABLE',
    'may not pull'
  ],
  [
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: mounting fs-1:/data failed, reason given by server: No such file or directory',
    'NETWORK_UNREACHABLE',
    'mounted'
  ],
  ['CannotCreateContainerError: open /data/x: no such file or directory', 'CRASH_LOOP', 'could not be created']
]
