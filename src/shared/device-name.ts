/**
 * Names that Windows reserves for devices, whatever extension follows. It takes superscript digits for
 * digits, and ignores blanks before the extension.
 */
const DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i

/** Returns whether a name cannot be the name of a file on Windows, since a device has it. */
export function isDeviceName(name: string): boolean {
  return DEVICE.test(name)
}
