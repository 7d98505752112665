// An AWS on loopback that says what a test told it to: for what happens below the SDK's commands.
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { closed, listening } from '../listening.ts'

export interface Request {
  /** `UpdateService`, `AssumeRoleWithWebIdentity`, ... */
  readonly action: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
  readonly url: string
}

/** `undefined`: no answer, the connection is cut. */
export type Answer = { readonly status?: number; readonly body: string } | undefined

export interface LocalAws {
  readonly url: string
  readonly requests: readonly Request[]
  readonly close: () => Promise<void>
}

export async function localAws(answer: (request: Request, count: number) => Answer): Promise<LocalAws> {
  const requests: Request[] = []
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await text(incoming)
      const request = { action: actionOf(incoming, body), body, headers: incoming.headers, url: incoming.url ?? '' }
      requests.push(request)
      const found = answer(request, requests.length)
      if (!found) return incoming.socket.destroy()
      response.writeHead(found.status ?? 200, {
        'content-type': found.body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1'
      })
      return response.end(found.body)
    })()
  })
  return { url: await listening(server), requests, close: () => closed(server) }
}

function actionOf({ headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? ''
  return new URLSearchParams(body).get('Action') ?? ''
}

export const assumed = (expires: Date): string =>
  `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expires.toISOString()}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`

export const caller =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::1:assumed-role/a/b</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'

export const stsError = (code: string, message: string): string =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
