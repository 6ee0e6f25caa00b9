import { HttpRefusal } from "./http-refusal";

export const readMethods = ["GET", "HEAD"] as const;
export const apiMethods = ["GET", "HEAD", "POST"] as const;

export function checkMethod(method: string | undefined, allowed: readonly string[]): void {
  if (method !== undefined && allowed.includes(method)) return;
  throw new HttpRefusal(405, `${method} is not allowed here; use ${allowed.join(" or ")}.`, {
    allow: allowed.join(", "),
  });
}
