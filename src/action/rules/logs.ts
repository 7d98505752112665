// How long the log group keeps what is written (F1.12).

/** CloudWatch Logs takes these numbers of days and no others. */
export const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
] as const

export function retentionProblem(text: string): string | undefined {
  if (text === 'never' || retentionDays.some((days) => String(days) === text)) return undefined
  const wanted = Number(text)
  const nearest = retentionDays.find((days) => days >= wanted) ?? 'never'
  return (
    `CloudWatch Logs takes ${retentionDays.join(', ')} or \`never\`` +
    (/^\d+$/.test(text) ? `. Set \`log-retention-days: ${nearest}\`` : '')
  )
}
