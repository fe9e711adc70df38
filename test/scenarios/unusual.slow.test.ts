import t from 'tap'
import { everyCellAgrees, matrix, twoModes } from '../scenario/two-modes.ts'
import { newFolder } from '../new-folder.ts'
import { allHold } from './all-hold.ts'

for (const seed of [1, 2, 3]) {
  void t.test(`all hold on servers that behave unusually by the seed ${seed}`, (t) =>
    allHold(t, {}, { unusual: { seed } }),
  )

  void t.test(`every cell agrees on servers that behave unusually by the seed ${seed}`, async (t) => {
    everyCellAgrees(t, await matrix(await twoModes(), { cache: newFolder(t), unusual: { seed } }))
  })
}
