export { certificateRecipes, type CertificateRecipe } from '../vocabulary/certificate.ts'
