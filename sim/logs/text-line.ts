/** A line of a file, or a part of one that is too long; with its number, from 1. */
export interface TextLine {
  text: string
  number: number
}
