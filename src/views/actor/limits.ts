import type { GetActorResult } from '../shared/results.ts'
import { type FormSection, readSections } from './form/schema.ts'

/** Returns the fields of the limits of a run. What the Actor uses otherwise is shown in empty ones. */
export function limitsOf({ memoryMbytes, timeoutSecs }: GetActorResult): FormSection[] {
  return readSections({
    properties: {
      maxTotalChargeUsd: {
        sectionCaption: 'Limits of the run',
        title: 'Maximum cost',
        unit: 'US dollars',
        type: 'number',
      },
      maxItems: { title: 'Maximum items to charge for', type: 'number' },
      memoryMbytes: { title: 'Memory', unit: 'MB', type: 'number', default: memoryMbytes },
      timeoutSecs: { title: 'Timeout', unit: 'seconds', type: 'number', default: timeoutSecs },
    },
  })
}
