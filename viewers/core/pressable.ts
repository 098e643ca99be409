/** Makes an element something that can be pressed by pointer and keyboard, whatever its tag. */
export function pressable<T extends HTMLElement>(element: T, label: string, press: () => void): T {
  element.setAttribute('role', 'button');
  element.setAttribute('aria-label', label);
  element.tabIndex = 0;
  element.addEventListener('click', press);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  });
  return element;
}
