// Errors in the form in which the service at hand answers them.
import type { Call } from './call.ts'

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const requestId = 'c0ffee00-0000-4000-8000-000000000000'

export function refuse({ protocol, service }: Pick<Call, 'protocol' | 'service'>, refusal: Refusal): Answer {
  const { status, code, message } = refusal
  const side = status >= 500 ? 'Receiver' : 'Sender'
  const error = `<Error><Type>${side}</Type><Code>${code}</Code><Message>${escape(message)}</Message></Error>`
  switch (protocol) {
    case 'json':
      return answer(status, 'application/x-amz-json-1.1', JSON.stringify({ __type: code, message }))
    case 'rest-json':
      return answer(status, 'application/json', JSON.stringify({ message }), { 'x-amzn-errortype': code })
    case 'cbor':
      return {
        status,
        headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        body: cbor(refusal)
      }
    case 'registry':
      return answer(status, 'application/json', JSON.stringify({ errors: [{ code, message }] }))
    case 'site':
      return answer(
        status,
        'text/html',
        `<html><head><title>${status} ${code}</title></head><body>${message}</body></html>`
      )
    case 'ec2':
      return xml(
        status,
        `<Response><Errors><Error><Code>${code}</Code><Message>${escape(message)}</Message></Error></Errors>` +
          `<RequestID>${requestId}</RequestID></Response>`
      )
    case 'rest-xml':
    case 'query': {
      const namespace = service === 'route53' ? ' xmlns="https://route53.amazonaws.com/doc/2013-04-01/"' : ''
      return xml(status, `<ErrorResponse${namespace}>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`)
    }
  }
}

function answer(status: number, type: string, body: string, more: Record<string, string> = {}): Answer {
  const headers = { 'content-type': type, 'x-amzn-requestid': requestId, ...more }
  return { status, headers, body: Buffer.from(body) }
}

function xml(status: number, body: string): Answer {
  return answer(status, 'text/xml', `<?xml version="1.0"?>\n${body}`)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A map of two texts, which is all that an error needs. */
function cbor({ code, message }: Refusal): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value)
    return Buffer.concat([Buffer.from([0x79, bytes.length >> 8, bytes.length & 0xff]), bytes])
  }
  return Buffer.concat([Buffer.from([0xa2]), text('__type'), text(code), text('message'), text(message)])
}
