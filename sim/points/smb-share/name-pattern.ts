/**
 * Whether a name fits a pattern of QUERY_DIRECTORY, not case-sensitive. `<`, `>` and `"` are what DOS's `*`, `?` and `.`
 * become on the way ([MS-FSA] 2.1.4.4); names here leave no difference. Never more work than both lengths multiplied.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase().replaceAll('<', '*').replaceAll('>', '?').replaceAll('"', '.')
  // DOS's way to say "all".
  if (wanted === '*.*') return true
  const given = name.toLowerCase()
  let at = 0
  let place = 0
  let star = -1
  let starPlace = 0
  while (place < given.length) {
    if (wanted[at] === '*') {
      star = at++
      starPlace = place
    } else if (wanted[at] === '?' || wanted[at] === given[place]) {
      at += 1
      place += 1
    } else if (star >= 0) {
      at = star + 1
      place = ++starPlace
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}
