export interface Closable {
  close(): Promise<void>
}

/** Registers something to be closed with the rest. */
export type Keep = <Opened extends Closable>(opened: Opened) => Opened

/**
 * Opens several things in turn, or none. `close` closes the kept ones, last first, and all of them although one of them
 * may fail; a failure of `open` does so too. `open` may hand `close` on.
 */
export async function openInTurn<Opened>(
  open: (keep: Keep, close: () => Promise<void>) => Promise<Opened>,
): Promise<{ opened: Opened; close(): Promise<void> }> {
  const kept: Closable[] = []
  async function close(): Promise<void> {
    const failures: unknown[] = []
    for (let last = kept.pop(); last; last = kept.pop()) {
      await last.close().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
  try {
    const opened = await open((one) => {
      kept.push(one)
      return one
    }, close)
    return { opened, close }
  } catch (error) {
    // The failure to tell is the first one.
    await close().catch(() => undefined)
    throw error
  }
}

/** Like `Promise.all` for things that open in parallel, but closes the others before it rejects. */
export async function allOrNone<Opened extends Closable>(
  opening: readonly Promise<Opened>[],
): Promise<Opened[]> {
  const settled = await Promise.allSettled(opening)
  const opened = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
  const failed = settled.find((one) => one.status === 'rejected')
  if (!failed) return opened
  await Promise.all(opened.map((one) => one.close()))
  throw failed.reason
}
