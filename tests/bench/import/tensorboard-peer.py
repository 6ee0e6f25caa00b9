"""Loads event files as TensorBoard's Python loader does; prints how many points it read and in how many seconds of CPU time."""
import json
import sys
import time

from tensorboard.backend.event_processing import plugin_event_multiplexer

multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={"scalars": 0})
started = time.process_time()
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
seconds = time.process_time() - started
points = 0
for run, tags in multiplexer.Runs().items():
    for tag in tags["tensors"]:
        points += len(multiplexer.Tensors(run, tag))
print(json.dumps({"points": points, "seconds": seconds}))
