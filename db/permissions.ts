import { accessSync, constants } from "node:fs";

/** Whether neither the file system nor a permission forbids it; what is not there is not forbidden. */
export const mayRead = (path: string): boolean => may(path, constants.R_OK);
export const mayWrite = (path: string): boolean => may(path, constants.W_OK);

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch (error) {
    return !/^(EACCES|EPERM|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? "");
  }
}
