// 'Access denied' in AWS's many wordings -> who may not do what to what.
import { Failure, whoMayAll } from '../model/failure.ts'
import { sayMessage } from './sdk-error.ts'

const names = /^(AccessDenied|UnauthorizedOperation|UnauthorizedException|NotAuthorized|AuthorizationError|Forbidden)/

/** @returns undefined when the error is another one. */
export function denied(error: Error, action: string): Failure | undefined {
  const text = sayMessage(error)
  // Also inside other errors: a missing iam:PassRole comes as a ClientException of ECS.
  const inText = /not authorized to perform:? ([\w-]+:\w+)/i.exec(text)?.[1]
  if (!names.test(error.name) && inText === undefined) return undefined
  const what = inText ?? action
  const resource = /on (?:the )?resource:? (\S+?)[.,]?(?=\s|$)/i.exec(text)?.[1]
  const principal = /User: (\S+)/.exec(text)?.[1]
  const onWhat = resource === undefined || resource === '*' ? '' : ` on ${resource}`
  return new Failure({
    code: 'ACCESS_DENIED',
    sentence: `${principal ?? 'The role of this job'} may not do ${what}${onWhat}.`,
    remedy: /explicit deny/i.test(text)
      ? `A policy denies ${what} expressly (AWS says which kind); only changing that policy helps.`
      : `Allow ${what}${onWhat} to it; ${whoMayAll}`,
    evidence: [text],
    cause: error
  })
}
