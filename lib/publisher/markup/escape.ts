/** Text for the inside of a double-quoted attribute. */
function attributeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function attributeList(attributes: Attributes): string[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [key] : [`${key}="${attributeText(String(value))}"`];
  });
}

/** A start tag. Undefined attributes are left out, `true` ones have no value. */
export function tag(name: string, attributes: Attributes): string {
  return `<${[name, ...attributeList(attributes)].join(' ')}>`;
}

/** A start tag with one attribute a line, for long ones. */
export function tallTag(name: string, attributes: Attributes, indent = ''): string {
  return `<${[name, ...attributeList(attributes)].join(`\n${indent}  `)}\n${indent}>`;
}

/** A value as JavaScript in an inline script: nothing in it can end the script. */
export function scriptValue(value: unknown): string {
  return JSON.stringify(value, undefined, 1)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
    .replace(/\n\s*/g, ' ');
}

/** `url("…")` of a style sheet. */
export function cssUrl(url: string): string {
  return `url("${url.replace(/["\\\n\r\f]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}")`;
}
