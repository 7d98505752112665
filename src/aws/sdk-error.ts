// What can be read from an error of the SDK.

/** AWS's sentence; EC2 appends kilobytes of an encoded message, the SDK a hint at its own fields. */
export function sayMessage({ name, message }: Error): string {
  const text = message
    .replace(/\s*Encoded authorization failure message:\s*\S+/, '')
    .replace(/\s*Deserialization error: to see the raw response.*/s, '')
    .trim()
  return text === '' || text === 'UnknownError' ? name : text
}

export function httpStatusOf(error: Error): number {
  if (!('$metadata' in error)) return 0
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0
}

/** The addresses of AWS have the region in them: DNS does not know one of a region that there is not. */
export const isUnresolved = (error: Error): boolean => 'code' in error && error.code === 'ENOTFOUND'

/** Node's codes of sockets, DNS and TLS, the SDK's own time-out, and a proxy's page instead of an answer. */
export function isNetwork(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(E[A-Z]+|ERR_TLS.*|ERR_PROXY.*|CERT_.*|.*_CERT_.*|UNABLE_TO_.*|.*_SIGNED_CERT.*)$/.test(code) ||
    ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'SyntaxError'].includes(error.name) ||
    error.message.includes('socket hang up')
  )
}
