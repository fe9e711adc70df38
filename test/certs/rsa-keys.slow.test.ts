import { judgeEachRecipe } from './judged-recipes.ts'

// They take long to make.
judgeEachRecipe('rsa')
