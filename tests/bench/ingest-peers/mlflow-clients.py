"""Sends points to an MLflow server by `log_batch` of 1,000, from clients that are processes of their own; prints how many in how many seconds.

usage: mlflow-clients.py <url> <clients> <batches of each> <series>
"""
import json
import math
import multiprocessing
import sys
import time

batch_points = 1000


def send(url, client, batches, series, ready, done):
    from mlflow import MlflowClient
    from mlflow.entities import Metric

    mlflow = MlflowClient(url)
    run = mlflow.create_run("0", run_name=f"run-{client}").info.run_id
    steps = batch_points // series
    made = [
        [
            Metric(f"layer{index}/gradient_norm", math.sin(step + index), 1_800_000_000_000 + step, step)
            for step in range(batch * steps, (batch + 1) * steps)
            for index in range(series)
        ]
        for batch in range(batches + 1)
    ]
    mlflow.log_batch(run, metrics=made[0])
    ready.wait()
    for metrics in made[1:]:
        mlflow.log_batch(run, metrics=metrics)
    done.wait()


if __name__ == "__main__":
    url, clients, batches, series = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    ready = multiprocessing.Barrier(clients + 1)
    done = multiprocessing.Barrier(clients + 1)
    for client in range(clients):
        multiprocessing.Process(
            target=send, args=(url, client, batches, series, ready, done), daemon=True
        ).start()
    ready.wait(120)
    started = time.perf_counter()
    done.wait(200)
    seconds = time.perf_counter() - started
    print(json.dumps({"points": clients * batches * batch_points, "seconds": seconds}))
