import { judgeEachRecipe } from './judged-recipes.ts'

// RSA keys take long to make.
judgeEachRecipe('rsa')
