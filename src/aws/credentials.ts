// Credentials by the job's OIDC token (F6.3). The SDK asks for new ones before they expire, each time with a new token.
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { Failure } from '../model/failure.ts'
import { mapOf, readJson } from '../model/json.ts'
import { present } from '../model/present.ts'
import { required } from './answer.ts'
import type { ProxyEnvironment } from '../model/proxy.ts'
import { httpHandler, type Credentials } from './clients.ts'
import { failureOfCall } from './failures.ts'
import { sayMessage } from './sdk-error.ts'

export interface WebIdentity {
  readonly region: string
  readonly roleArn: string
  readonly sessionName: string
  /** A new token at every call; a Failure of it is passed on. */
  readonly idToken: () => Promise<string>
  readonly proxyEnvironment: ProxyEnvironment
  readonly userAgent: string
}

const action = 'sts:AssumeRoleWithWebIdentity'

/** @throws Failure CREDENTIALS_REFUSED, with what the token says and what the role must trust. */
export function webIdentity(asked: WebIdentity): Extract<Credentials, (...args: never) => unknown> {
  const { region, roleArn, sessionName, idToken, proxyEnvironment, userAgent } = asked
  const sts = new STSClient({ region, customUserAgent: userAgent, requestHandler: httpHandler(proxyEnvironment) })
  return async () => {
    const token = await idToken()
    try {
      const command = new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        WebIdentityToken: token
      })
      const { Credentials: found } = await sts.send(command)
      const expiration = found?.Expiration
      return {
        accessKeyId: required(found?.AccessKeyId, `${action} Credentials.AccessKeyId`),
        secretAccessKey: required(found?.SecretAccessKey, `${action} Credentials.SecretAccessKey`),
        sessionToken: required(found?.SessionToken, `${action} Credentials.SessionToken`),
        ...present({ expiration })
      }
    } catch (error) {
      throw refusal(error, roleArn, token)
    }
  }
}

const refusals =
  /^(AccessDenied|InvalidIdentityToken|ExpiredToken|IDPRejectedClaim|ValidationError|MalformedPolicyDocument|RegionDisabled)/

function refusal(error: unknown, roleArn: string, token: string): Failure {
  if (!(error instanceof Error) || !refusals.test(error.name)) return failureOfCall(error, action)
  const { subject, audience } = claimsOf(token)
  return new Failure({
    code: 'CREDENTIALS_REFUSED',
    sentence: `AWS does not let this job assume ${roleArn}: ${sayMessage(error)}`,
    remedy:
      `Let the role's trust policy allow ${action} to the provider token.actions.githubusercontent.com of the same ` +
      `account, with aud ${audience ?? 'sts.amazonaws.com'} and sub ${subject ?? 'of this job'}. ` +
      'A repository from before 15 July 2026 sends `repo:ORG/REPO:...`, a newer one `repo:ORG@ORGID/REPO@REPOID:...`; ' +
      'a job with `environment:` sends `...:environment:NAME` instead of the branch.',
    evidence: [`sub ${subject ?? 'unknown'}`, `aud ${audience ?? 'unknown'}`],
    cause: error
  })
}

/** What the token says of itself; read to tell a person, never to decide. */
function claimsOf(token: string): { readonly subject?: string; readonly audience?: string } {
  const { sub, aud } = mapOf(readJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
  return {
    ...(typeof sub === 'string' && { subject: sub }),
    ...(typeof aud === 'string' && { audience: aud })
  }
}
