type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields that somebody gave: those left out of a file are undefined, and an option that is absent is not there. */
export function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Given<T>
}
