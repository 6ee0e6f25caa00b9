import { userInfo } from "node:os";

/** Whoever named themselves, or else the account that the server or the command runs as. */
export function authorOf({ author }: { author?: string | undefined }): string {
  if (author !== undefined) return author;
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as a container may have.
    return "local user";
  }
}
