/** What the site is built from: a bill of materials in CycloneDX 1.5, from the lock file. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The bill of materials of the project in `root`: each package of the lock file with its version, licence and SHA-512, on whatever system
 * it may be installed; what is only for development is marked as such. npm writes it; what would differ from one run to the next is taken out.
 */
export async function sbomOf(root: string, name: string): Promise<string> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only', '--include', 'dev'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 64_000_000 });
  const { serialNumber: _, metadata, ...rest } = JSON.parse(stdout);
  const { timestamp: __, tools: ___, component, ...about } = metadata;
  // npm takes the name of the folder.
  return `${JSON.stringify({ ...rest, metadata: { ...about, component: { ...component, name } } }, null, 1)}\n`;
}
