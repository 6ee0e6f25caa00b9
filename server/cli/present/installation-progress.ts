import type { InstallProgress } from "../../backend/install";
import { formatDuration } from "./figures";
import { LiveLines, progressBar } from "./live-lines";
import { note } from "./output";

/** Shows the steps of an installation: a line each, and on a terminal how long the present one takes. */
export function showInstallation(): { onProgress(progress: InstallProgress): void; end(): void } {
  const live = new LiveLines();
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(timer);
    live.clear();
  };
  return {
    end,
    onProgress({ step, steps, message }) {
      end();
      note(`[${step}/${steps}] ${message}`);
      if (process.stderr.isTTY !== true) return;
      const since = Date.now();
      timer = setInterval(
        () => live.update([`${progressBar(step / steps)}  ${formatDuration(Date.now() - since)}`]),
        1000,
      );
    },
  };
}
