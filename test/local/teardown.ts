import { stop } from './setup.ts'

export default stop
