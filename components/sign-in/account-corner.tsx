const LINK = 'rounded-control px-2.5 py-2 whitespace-nowrap hover:text-text';

/** Who is signed in, with the ways to the library and out; or the way in. */
export function AccountCorner({ username }: { username: string }) {
  if (username === '') {
    return (
      <a href="/login/" className={`${LINK} font-medium text-text sm:ml-2`}>
        Sign in
      </a>
    );
  }
  return (
    <form
      method="post"
      action="/logout/"
      className="flex min-w-0 items-center gap-1 sm:ml-2 sm:border-l sm:border-border sm:pl-4"
    >
      <a href="/list/" className={`${LINK} font-medium text-text`}>
        Library
      </a>
      <a href="/account/" className="max-w-40 truncate text-text hover:underline max-sm:hidden">
        <span className="sr-only">Signed in as </span>
        {username}
      </a>
      <button type="submit" className={`${LINK} cursor-pointer text-muted`}>
        Sign out
      </button>
    </form>
  );
}
