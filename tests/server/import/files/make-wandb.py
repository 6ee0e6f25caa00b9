"""Writes an offline run of W&B beside it, as in README.md."""
import glob, os, shutil, sys, tempfile
import wandb

here = sys.argv[1]
folder = tempfile.mkdtemp()
os.environ.update(WANDB_MODE="offline", WANDB_DIR=folder, WANDB_SILENT="true", WANDB_CONSOLE="off", WANDB_DISABLE_GIT="true", WANDB_DISABLE_CODE="true", WANDB_X_DISABLE_STATS="true", WANDB_X_DISABLE_META="true", WANDB_X_DISABLE_MACHINE_INFO="true")
run = wandb.init(project="demo", name="Offline, seed 5", id="abc123", tags=["baseline", "two words"], config={"lr": 0.1, "seed": 5, "net": {"depth": 3}})
for step in range(40):
    run.log({"loss": 1 / (1 + step), "gradient_norm": float("nan") if step == 39 else 2.0, "nested": {"a": step}})
# A record of several blocks: each holds 32 KiB.
run.config.update({"long": "x" * 40_000})
run.log({"loss": 9.0}, step=100)
run.log({"bound": float("-inf"), "text": "no number"}, step=101)
run.finish()
wandb.teardown()
shutil.rmtree(here, ignore_errors=True)
os.makedirs(f"{here}/offline-run-20260101_000000-abc123")
shutil.copy(glob.glob(f"{folder}/**/run-abc123.wandb", recursive=True)[0], f"{here}/offline-run-20260101_000000-abc123")
shutil.rmtree(folder)
