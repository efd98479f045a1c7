import { runInstalledTests } from './installed-tests.ts'

runInstalledTests('test/interop')
