import { bundleView } from '../../../scripts/build-views.ts'

const ENTRY = 'test/support/views/page/chart-view.tsx'

/** Returns a view of the chart alone, and how many bytes of its script the chart takes. */
export async function chartView(): Promise<{ html: string; scriptBytes: number }> {
  const { page, metafile } = await bundleView('chart', ENTRY, { version: '0.0.0' })
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([path]) =>
      /^src\/views\/shared\/chart\/.*\.tsx?$|\/d3-/.test(path),
    ),
  )
  return {
    html: page,
    scriptBytes: inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0),
  }
}
