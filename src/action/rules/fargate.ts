// The sizes that Fargate sells (F2.1).

const steps = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step)

/** CPU units -> MiB. @internal Tests draw from it. */
export const sizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
  [32768, [61440, 122880, 249856]]
])

/** In the developer guide, but not in the API model (F2.1). */
export const newestCpu = 32768

export const cpuUnits = [...sizes.keys()]

export function cpuProblem(cpu: number): string | undefined {
  if (sizes.has(cpu)) return undefined
  const nearest = cpuUnits.find((units) => units >= cpu) ?? newestCpu
  const meant = cpu > 0 && cpu <= 32 && sizes.has(cpu * 1024) ? cpu * 1024 : nearest
  return `Fargate takes ${cpuUnits.join(', ')} (1024 is one vCPU). Set \`cpu: ${meant}\``
}

export function memoryProblem(cpu: number, memory: number): string | undefined {
  const allowed = sizes.get(cpu)
  const [least, next] = allowed ?? []
  if (allowed === undefined || least === undefined || next === undefined || allowed.includes(memory)) return undefined
  const most = allowed.at(-1) ?? least
  const wording = allowed.length <= 4 ? allowed.join(', ') : `${least} to ${most} in steps of ${next - least}`
  const inGib = memory <= 244 && allowed.includes(memory * 1024)
  const meant = inGib ? memory * 1024 : (allowed.find((size) => size >= memory) ?? most)
  return `with \`cpu: ${cpu}\` Fargate takes ${wording} (MiB). Set \`memory: ${meant}\``
}
