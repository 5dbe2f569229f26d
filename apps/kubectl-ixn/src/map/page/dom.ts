/** What an element has, besides what lies in it. */
export interface Traits {
  readonly class?: string;
  /** Set as text: nothing in it becomes markup. */
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element of HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  traits: Traits = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  furnish(made, traits, children);
  return made;
}

/** Makes an element of SVG. */
export function shape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Node[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  furnish(made, { attributes }, children);
  return made;
}

function furnish(made: Element, traits: Traits, children: readonly Node[]): void {
  if (traits.class !== undefined) made.setAttribute('class', traits.class);
  if (traits.text !== undefined) made.textContent = traits.text;
  for (const [name, value] of Object.entries(traits.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
}

/** The element of the page with this id. Throws where there is none: page and program are one. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Sets a text where it has changed: what reads the page aloud begins anew with each that is set. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
