/** Version of the elements' attributes, properties and events; its first number changes when one of them breaks. */
export const version = '1.0.0';
