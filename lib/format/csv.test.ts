import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it.each([
  [['a', 'b'], 'a,b\r\n'],
  [['a "b"', 'c,d', 'e\nf', ''], '"a ""b""","c,d","e\nf",\r\n'],
  [[1, -2.5, '-3'], '1,-2.5,-3\r\n'],
  [['=1+1', '+a', '-a', '@b', '\tc'], "'=1+1,'+a,'-a,'@b,'\tc\r\n"],
  [['=HYPERLINK("x","y")'], '"\'=HYPERLINK(""x"",""y"")"\r\n'],
  [['a=b'], 'a=b\r\n'],
])('%j', (values, line) => {
  expect(csvLine(values)).toBe(line);
});
