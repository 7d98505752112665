// What an exit code says (F2.10).
import type { Asked } from '../model/evidence.ts'
import type { Diagnosis } from './diagnosis.ts'

const meanings: Readonly<Record<number, readonly [sentence: string, remedy: string]>> = {
  0: [
    'The container ended by itself, without an error (exit code 0).',
    'A service must stay in the foreground; check that CMD does not start a daemon or a one-off job.'
  ],
  1: [
    'The app ended with an error (exit code 1).',
    'Read the last lines of its log; a variable in `env` or `secrets` that is missing is the usual cause.'
  ],
  2: ['The app refused its arguments (exit code 2).', 'Check CMD in the Dockerfile: options and their spelling.'],
  125: ['The container runtime failed (exit code 125).', 'Run the image with `docker run` on your machine.'],
  126: ['The command cannot be executed (exit code 126).', 'Give it execute permission: `chmod +x` in the Dockerfile.'],
  127: ['The command was not found in the image (exit code 127).', 'Check ENTRYPOINT, CMD and PATH in the Dockerfile.'],
  130: ['The process was interrupted (exit code 130).', 'Look in its log for what ended it; nobody of ECS did.'],
  134: ['The process aborted (exit code 134).', 'Read the last lines of its log; in Node, the heap may be too small.'],
  139: [
    'The process crashed with a memory fault (exit code 139).',
    'Look at native modules: another architecture, or musl against glibc.'
  ],
  143: ['The process was told to stop and did (exit code 143).', 'Find out who stopped it: nobody of ECS did.'],
  255: ['The container ended with exit code 255.', 'Check the architecture of the image and the first line of scripts.']
}

/** When one container ends, ECS stops the others: those end by SIGTERM, by SIGKILL, or well. */
export const decisiveExit = (exitCodes: readonly number[]): number | undefined =>
  exitCodes.find((code) => ![0, 137, 143].includes(code)) ?? exitCodes.find((code) => code === 0) ?? exitCodes[0]

export function readExitCode(exitCode: number, { memory }: Asked): Diagnosis {
  // What ran out of memory says so in its reason (F2.10), which is read before.
  const [sentence, remedy] =
    exitCode === 137
      ? [
          'The container was killed (exit code 137), and not by ECS for its memory.',
          'Either it ignored SIGTERM for longer than `stop-timeout-seconds` (CMD in exec form hands signals on), or ' +
            `a process inside was killed for memory: then raise \`memory\` above ${memory}.`
        ]
      : (meanings[exitCode] ?? [
          `The container ended with exit code ${exitCode}.`,
          'Read the last lines of its log; a missing variable or secret is the usual cause.'
        ])
  return { code: 'CRASH_LOOP', sentence, remedy, hopeless: 'by-repetition' }
}
