import type { End } from '../../vocabulary/network.ts'

/** The codes of one owner, by the owner's spelling. */
export interface CodeTable {
  /** `BITS error`. */
  kind: string
  /** The end that meets them; `either`: both do. */
  end: End | 'either'
  /** The page or header that documents them. */
  source: string
  codes: Readonly<Record<string, KnownCode>>
}

/** What is known of a code. */
export interface KnownCode {
  /** The symbolic name, where the code is a number. */
  name?: string
  means: string
  /** What to do about it, where the code itself says enough; an imperative sentence. */
  remedy?: string
  /** Other codes that say the same: the failures behind them are behind this one too. */
  like?: readonly string[]
  /** Only an end that speaks TLS meets it: either, or the client alone. */
  ofTls?: 'client' | 'either'
  /** The text beside it says more; what it says comes first. */
  general?: true
  /** Causes that no failure of the catalogue has. */
  otherCauses?: readonly OtherCause[]
}

/** A cause that is no failure of the catalogue. */
export interface OtherCause {
  /** Written to follow "it can also be that". */
  cause: string
  /** What to do about it. */
  remedy: string
  /** The page that documents it. */
  source: string
}
