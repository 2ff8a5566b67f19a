/** What tests of Terraform files take them apart with, and put made-up ones together from. */

/** The lines that Terraform sees. */
export const statements = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** The values of an attribute, as they are written. */
export const values = (text: string, attribute: string): string[] =>
  [...text.matchAll(new RegExp(`^ *${attribute} += (.+)$`, 'gm'))].map(([, value]) => value as string);

/** The first lines of variables and resources. */
export const blocks = (text: string): string[] => [...text.matchAll(/^(?:resource|variable) .*$/gm)].map(([line]) => line);

/** The text of a variable. */
export const variable = (name: string, type: 'string' | 'number', condition: string): string => `variable "${name}" {
  description = "What it is."
  type        = ${type}

  validation {
    condition     = ${condition}
    error_message = "Give it."
  }
}
`;
