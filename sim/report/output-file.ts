import type { RecordedHierarchy } from '../evidence/recording/recording.ts'

/** A file among the reports of a run; its path is relative to their folder, with slashes on any system. */
export interface OutputFile {
  path: string
  text: string
}

/** `03-site-goes-native`: the folder for one hierarchy of a run; the number keeps it apart from others of the name. */
export function runFolder({ scenario, opened }: RecordedHierarchy, index: number): string {
  const [file = ''] = (scenario?.file ?? opened.name).split(/[\\/]/).slice(-1)
  return `${`${index + 1}`.padStart(2, '0')}-${safeName(file.replace(/\.(ya?ml|ts)$/, ''))}`
}

/** File systems take names of 255 bytes; the number of a folder and the ending of a file come on top. */
const longestName = 200

/** A text as a file name on any system: every character but letters, digits and `._-` becomes `-`. */
export function safeName(text: string): string {
  let safe = ''
  for (const character of text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80)) {
    if (Buffer.byteLength(safe + character) > longestName) break
    safe += character
  }
  return safe === '' || /^\.+$/.test(safe) ? '-' : safe
}
