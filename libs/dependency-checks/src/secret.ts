/** A text that must not be seen: printed, inspected or serialised, it says nothing of itself. */
export interface Secret {
  reveal(): string;
}

export function secretOf(text: string): Secret {
  return Object.freeze({ reveal: () => text, toString: () => hidden, toJSON: () => hidden });
}

const hidden = '(secret)';
