/** How far a command has come, on one line of a terminal; an empty text takes it away. Nothing where nobody looks. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
