/** Leaves. Signing out is a form: links are followed by programs that only look ahead. */
export function signOut(): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/logout/';
  document.body.append(form);
  form.submit();
}
