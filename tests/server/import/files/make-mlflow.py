"""Writes a run of MLflow's file store beside it, as in README.md."""
import os, shutil, sys
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow.entities import Metric, Param, RunTag
from mlflow.tracking import MlflowClient

here = os.path.abspath(sys.argv[1])
shutil.rmtree(here, ignore_errors=True)
client = MlflowClient(tracking_uri=f"file:{here}")
experiment = client.create_experiment("demo", artifact_location="none")
run = client.create_run(experiment, start_time=1700000000000, run_name="First try")
id = run.info.run_id
client.log_batch(id, metrics=[Metric("loss", 1 / (1 + step), 1700000000000 + 1000 * step, step) for step in range(20)])
client.log_batch(id, metrics=[Metric("train/gradient_norm", float("nan") if step == 19 else 2.0, 1700000000000 + 1000 * step, step) for step in range(20)])
client.log_batch(id, metrics=[Metric("bound", float("inf"), 1700000000000, 3)], params=[Param("lr", "0.1"), Param("seed", "9")], tags=[RunTag("kind", "baseline")])
client.set_terminated(id, status="FAILED", end_time=1700000030000)
os.rename(f"{here}/{experiment}", f"{here}/1")
shutil.rmtree(f"{here}/.trash", ignore_errors=True)
shutil.rmtree(f"{here}/0", ignore_errors=True)
# Where it was made is no one's business.
for path, _, names in os.walk(here):
    if "meta.yaml" in names:
        with open(f"{path}/meta.yaml") as file:
            text = file.read()
        with open(f"{path}/meta.yaml", "w") as file:
            file.write(text.replace(os.path.dirname(here), ""))
