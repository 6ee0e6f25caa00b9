const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * Shows one step of the way to a running program on stderr, so that stdout stays machine-readable:
 * a spinner with the elapsed time on a terminal, a line at the start and one at the end elsewhere.
 */
export async function showStep(doing, done, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const terminal = process.stderr.isTTY === true;
  let frame = 0;
  const draw = () =>
    process.stderr.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${doing} (${seconds()})`);
  if (!terminal) process.stderr.write(`- ${doing} ...\n`);
  const timer = terminal ? setInterval(draw, 120) : undefined;
  try {
    const result = await work();
    process.stderr.write(`${terminal ? "\r\x1b[2K" : ""}✔ ${done} (${seconds()})\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${terminal ? "\r\x1b[2K" : ""}✖ ${doing}: failed after ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
