// Errors of the SDK -> Failure: whose fault it is, in AWS's own words, and the way out. Never the raw JSON.
import { Failure, type FailureCode } from '../model/failure.ts'
import { denied } from './denied.ts'
import { httpStatusOf, isNetwork, isUnresolved, sayMessage } from './sdk-error.ts'

interface Row {
  readonly code: FailureCode
  readonly when: (error: Error, action: string) => boolean
  readonly sentence: (message: string, action: string) => string
  readonly remedy: string
}

const refused = (message: string, action: string): string => `AWS refuses ${action}: ${message}`
const isName = (pattern: RegExp) => (error: Error) => pattern.test(error.name)

/** The first row that fits; a refusal that must not be tried again stands before what may pass. */
const rows: readonly Row[] = [
  {
    code: 'CREDENTIALS_MISSING',
    when: isName(/^(CredentialsProviderError|TokenProviderError|ProviderError)$/),
    sentence: (message) => `There are no AWS credentials: ${message}`,
    remedy:
      'Set `role-to-assume` (the variable that it comes from may not be set) and give the job ' +
      '`permissions: id-token: write`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY before this step.'
  },
  {
    code: 'CREDENTIALS_REFUSED',
    when: isName(
      /^(Expired|InvalidClientTokenId|InvalidToken|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|AuthFailure|MissingAuthenticationToken|IncompleteSignature|InvalidIdentityToken|IDPRejectedClaim|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed)/
    ),
    sentence: (message, action) => `AWS refuses the credentials at ${action}: ${message}`,
    remedy:
      'Check the access key, the secret and the session token of this job (a session may be over), and the clock of a ' +
      'self-hosted runner; better, use `role-to-assume`, whose credentials are renewed while we run. A region that the ' +
      'account has not enabled refuses good ones too (`aws account list-regions`).'
  },
  {
    code: 'ACCESS_DENIED',
    when: isName(/^(UnknownOperation|InvalidAction|UnsupportedOperation)/),
    sentence: (message, action) => `This endpoint does not know ${action}: ${message}`,
    remedy: 'Nothing to do when the run goes on without it; otherwise check AWS_ENDPOINT_URL and the region.'
  },
  {
    code: 'THROTTLED',
    when: (error) =>
      httpStatusOf(error) === 429 ||
      /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|PriorRequestNotComplete|BandwidthLimit|EC2Throttled)/.test(
        error.name
      ) ||
      /^Rate exceeded/i.test(error.message),
    sentence: (message, action) => `AWS throttles ${action}, also after several tries: ${message}`,
    remedy: 'Run it again in some minutes; let fewer deployments of this account and region run at the same time.'
  },
  {
    code: 'QUOTA',
    when: isName(/(LimitExceeded|QuotaExceeded)/),
    sentence: refused,
    remedy: 'Raise that quota in Service Quotas for this region, or remove what is no longer used.'
  },
  {
    code: 'AWS_UNAVAILABLE',
    when: isUnresolved,
    sentence: (message, action) => `There is no address for ${action}: ${message}`,
    remedy: 'Check the region in `regions`, and on a self-hosted runner its DNS and HTTPS_PROXY; then run this again.'
  },
  {
    code: 'AWS_UNAVAILABLE',
    when: (error) => httpStatusOf(error) >= 500 || isNetwork(error),
    sentence: (message, action) =>
      `AWS could not be reached or failed at ${action}, also after several tries: ${message}`,
    remedy:
      "Run it again. When it stays so: check AWS's health page, the region, and on a self-hosted runner HTTPS_PROXY, " +
      'NO_PROXY and NODE_EXTRA_CA_CERTS.'
  },
  {
    code: 'STACK_BUSY',
    when: (error) =>
      /OperationInProgress|TokenAlreadyExists/.test(error.name) || /_IN_PROGRESS state and can/.test(error.message),
    sentence: refused,
    remedy: 'Wait for the end of the other operation, then run this again; `concurrency` in the workflow avoids it.'
  },
  {
    code: 'NAME_TAKEN',
    when: (error) => /AlreadyExists/.test(error.name),
    sentence: refused,
    remedy: 'Give this app another `name` (or `repository`), or remove what has the name.'
  },
  {
    code: 'REVISION_REFUSED',
    when: (_, action) => action === 'ecs:RegisterTaskDefinition' || action === 'ecs:UpdateService',
    sentence: refused,
    remedy: 'Mend the setting that the message names; nothing was rolled out.'
  },
  {
    code: 'STACK_FAILED',
    when: (_, action) => action.startsWith('cloudformation:'),
    sentence: refused,
    remedy: 'Mend what the message names and run this again.'
  }
]

export function failureOfCall(thrown: unknown, action: string): Failure {
  if (thrown instanceof Failure) return thrown
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const message = sayMessage(error)
  const denial = denied(error, action)
  if (denial) return denial
  const row = rows.find(({ when }) => when(error, action))
  return new Failure({
    code: row?.code ?? 'BUG',
    sentence: row ? row.sentence(message, action) : refused(message, action),
    remedy: row?.remedy ?? 'Please report it with the log of this run.',
    cause: thrown
  })
}
