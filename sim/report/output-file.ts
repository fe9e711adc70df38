/** A file of a report; its path is below the folder of all of them, and slashes part its folders. */
export interface OutputFile {
  path: string
  text: string
}
