"""Writes the event files beside it with tensorboardX and TensorBoard's own writer, as in README.md."""
import os, struct, sys, shutil, math
import numpy as np
from tensorboardX import SummaryWriter
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.plugins.hparams import summary_v2 as hp
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

here = sys.argv[1]
shutil.rmtree(here, ignore_errors=True)

# tensorboardX: simple_value, the old histogram, an image, text, hparams; a subfolder is a run of its own.
w = SummaryWriter(f"{here}/demo/train", max_queue=1)
for step in range(50):
    w.add_scalar("loss", 1 / (1 + step), step, walltime=1.7e9 + step)
    w.add_scalar("gradient_norm", float("nan") if step == 49 else 2 + math.sin(step), step, walltime=1.7e9 + step)
w.add_scalar("odd", float("inf"), 3, walltime=1.7e9)
w.add_histogram("weights", np.arange(100) / 100, 10, walltime=1.7e9)
w.add_image("sample", np.full((3, 4, 5), 128, np.uint8), 10, walltime=1.7e9)
w.add_text("note", "a remark", 5, walltime=1.7e9)
w.close()
w = SummaryWriter(f"{here}/demo/eval")
for step in range(0, 50, 10):
    w.add_scalar("loss", 2 / (1 + step), step, walltime=1.7e9 + step)
w.close()

# TensorBoard's own writer: tensors of every type, histograms as tensors, hparams, and a session that restarts.
def tensors(tag, tensor, plugin):
    value = summary_pb2.Summary.Value(tag=tag, tensor=tensor)
    value.metadata.plugin_data.plugin_name = plugin
    return summary_pb2.Summary(value=[value])

w = EventFileWriter(f"{here}/tensors")
w.add_event(event_pb2.Event(wall_time=1.7e9, summary=hp.hparams_pb({"lr": 0.1, "optimizer": "adam", "nesterov": True, "seed": 7}, start_time_secs=1.7e9)))
shape = tensor_shape_pb2.TensorShapeProto()
T = tensor_pb2.TensorProto
kinds = {
    "float_val": T(dtype=types_pb2.DT_FLOAT, tensor_shape=shape, float_val=[1.5]),
    "float_content": T(dtype=types_pb2.DT_FLOAT, tensor_shape=shape, tensor_content=struct.pack("<f", 2.5)),
    "double_val": T(dtype=types_pb2.DT_DOUBLE, tensor_shape=shape, double_val=[0.1]),
    "double_content": T(dtype=types_pb2.DT_DOUBLE, tensor_shape=shape, tensor_content=struct.pack("<d", -0.1)),
    "half_val": T(dtype=types_pb2.DT_HALF, tensor_shape=shape, half_val=[0x3555]),
    "half_content": T(dtype=types_pb2.DT_HALF, tensor_shape=shape, tensor_content=struct.pack("<e", 6e-8)),
    "bfloat16_val": T(dtype=types_pb2.DT_BFLOAT16, tensor_shape=shape, half_val=[0x4049]),
    "bfloat16_content": T(dtype=types_pb2.DT_BFLOAT16, tensor_shape=shape, tensor_content=struct.pack("<H", 0xFF80)),
    "int32_val": T(dtype=types_pb2.DT_INT32, tensor_shape=shape, int_val=[-3]),
    "int64_val": T(dtype=types_pb2.DT_INT64, tensor_shape=shape, int64_val=[-(2**40)]),
    "int64_content": T(dtype=types_pb2.DT_INT64, tensor_shape=shape, tensor_content=struct.pack("<q", 2**40)),
    "uint8_content": T(dtype=types_pb2.DT_UINT8, tensor_shape=shape, tensor_content=b"\xff"),
    "bool_val": T(dtype=types_pb2.DT_BOOL, tensor_shape=shape, bool_val=[True]),
}
for tag, tensor in kinds.items():
    w.add_event(event_pb2.Event(wall_time=1.7e9, step=1, summary=tensors(tag, tensor, "scalars")))
buckets = np.array([[0, 1, 10], [1, 2, 30], [2, 4, 60]], np.float64)
w.add_event(event_pb2.Event(wall_time=1.7e9, step=4, summary=tensors("buckets", tensor_util.make_tensor_proto(buckets), "histograms")))
w.close()

w = EventFileWriter(f"{here}/restarted")
for step in range(10):
    w.add_event(event_pb2.Event(wall_time=1.7e9 + step, step=step, summary=summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="loss", simple_value=step)])))
w.add_event(event_pb2.Event(wall_time=1.7e9 + 20, step=6, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)))
for step in range(6, 9):
    w.add_event(event_pb2.Event(wall_time=1.7e9 + 20 + step, step=step, summary=summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="loss", simple_value=100 + step)])))
w.close()

# Files are named for time, host and process: names that stay let two makings be compared.
for number, (folder, _, names) in enumerate(sorted(os.walk(here))):
    for name in names:
        if "tfevents" in name:
            os.rename(f"{folder}/{name}", f"{folder}/events.out.tfevents.170000000{number}.host")
