"""Logs the same points as our client with another tracker; prints how many, the seconds that its calls took, and those until it had finished.

usage: log-in-peer.py <trackio | wandb | aim | tensorboardx> <series> <steps> <step | metric, a call> <folder>
"""
import json
import math
import os
import sys
import time

peer, series, steps, call, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
os.environ.update(TRACKIO_DIR=folder, WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DIR=folder, HF_HUB_OFFLINE="1")
names = [f"layer{index}/gradient_norm" for index in range(series)]
rows = [{name: math.sin(step + index) for index, name in enumerate(names)} for step in range(steps)]
if call == "metric":
    calls = [({name: value}, step) for step, row in enumerate(rows) for name, value in row.items()]
else:
    calls = [(row, step) for step, row in enumerate(rows)]


def with_trackio():
    import trackio

    trackio.init(project="bench", name="run")
    return lambda metrics, step: trackio.log(metrics, step=step), trackio.finish


def with_wandb():
    import wandb

    run = wandb.init(project="bench", mode="offline", dir=folder)
    return lambda metrics, step: run.log(metrics, step=step), run.finish


def with_aim():
    from aim import Run

    run = Run(repo=folder, system_tracking_interval=None, capture_terminal_logs=False)

    def log(metrics, step):
        for name, value in metrics.items():
            run.track(value, name=name, step=step)

    return log, run.close


def with_tensorboardx():
    from tensorboardX import SummaryWriter

    writer = SummaryWriter(folder)

    def log(metrics, step):
        for name, value in metrics.items():
            writer.add_scalar(name, value, step)

    return log, writer.close


log, finish = {"trackio": with_trackio, "wandb": with_wandb, "aim": with_aim, "tensorboardx": with_tensorboardx}[peer]()
started = time.perf_counter()
for metrics, step in calls:
    log(metrics, step)
called = time.perf_counter() - started
finish()
seconds = time.perf_counter() - started
print(json.dumps({"points": series * steps, "callSeconds": called, "seconds": seconds}))
