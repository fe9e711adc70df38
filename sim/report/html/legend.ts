import { markup } from './markup.ts'

/** What the colours and strokes of the pictures mean; none of them is told by colour alone. */
export const legend = markup`<ul class="legend">
  <li><b class="http">●</b> HTTP</li><li><b class="https">●</b> HTTPS</li><li><b class="smb">●</b> SMB</li>
  <li>— answered</li><li><b class="bad">✗</b> failed, at the stage that is marked</li><li>┄ withheld: the client’s rules forbade it</li>
</ul>`
