import type { RecordedHierarchy } from '../evidence/recording/recording.ts'

/** `03-site-goes-native`: where what belongs to one hierarchy of a run lies; its number keeps it apart from others. */
export function runFolder({ scenario, opened }: RecordedHierarchy, index: number): string {
  const [file = ''] = (scenario?.file ?? opened.name).split(/[\\/]/).slice(-1)
  return `${`${index + 1}`.padStart(2, '0')}-${safeName(file.replace(/\.(ya?ml|ts)$/, ''))}`
}

/** A text as the name of a file on any system: whatever is not a letter, a digit or one of `._-` becomes `-`. */
export function safeName(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80)
  return safe === '' || /^\.+$/.test(safe) ? '-' : safe
}
