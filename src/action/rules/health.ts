// The load balancer's health check: path and matcher (F1.7).

export const pathProblem = (path: string): string | undefined =>
  /^\/[\x21-\x7e]{0,1023}$/.test(path)
    ? undefined
    : 'a path begins with `/` and has at most 1,024 ASCII characters without spaces' +
      (/^[\w.-]+(\/[\w.-]+)*$/.test(path) ? `: \`/${path}\`` : '')

export function codesProblem(codes: string): string | undefined {
  const parts = codes.split(',').map((part) => /^(\d{3})(?:-(\d{3}))?$/.exec(part))
  const isRight = parts.every((part) => {
    const from = Number(part?.[1])
    const to = Number(part?.[2] ?? part?.[1])
    return from >= 200 && from <= to && to <= 499
  })
  return isRight ? undefined : 'codes from 200 to 499 are wanted: `200`, `200,204` or `200-399`'
}
