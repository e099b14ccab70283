"""The weights of a shipped pipeline as a training begins with them: encoder and heads, out of what is quantised."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from claimx.pointers import NAMES as POINTERS
from models.train.export import HEAD_PARTS

_NAMES = {"words": "words", "shape_table": "shapes", "break_table": "breaks", "positions": "positions"}


def state(pipeline: Path) -> dict[str, torch.Tensor]:
    """The state of a Network; weights are as exact as the pipeline's eight or seven bits."""
    graph = onnx.load(pipeline / "claimx_encoder" / "encoder.onnx").graph
    arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    out: dict[str, np.ndarray] = {}
    for name, array in arrays.items():
        if name.endswith("_quantized"):
            name = name.removesuffix("_quantized")
            scale, zero = arrays[f"{name}_scale"], arrays[f"{name}_zero_point"]
            array = (array.astype("float32") - zero) * scale  # a scale for all, or one for each column
        elif name.endswith(("_scale", "_zero_point")) or name == "zero":
            continue
        if name in _NAMES:
            out[f"encoder.{_NAMES[name]}.weight"] = array
        elif name.startswith("norm."):
            out[f"encoder.norm.{'weight' if name.endswith('.w') else 'bias'}"] = array
        elif name.endswith(".w"):
            out[f"encoder.{name.removesuffix('.w')}.weight"] = array.T
        else:
            out[f"encoder.{name}"] = array
    for component, parts in (*HEAD_PARTS.items(), ("claimx_roles", tuple(POINTERS.values()))):
        with np.load(pipeline / component / "head.npz", allow_pickle=False) as head:
            out |= {k: head[k].astype("float32") for k in head.files if k.split(".")[0] in parts}
    return {k: torch.from_numpy(np.ascontiguousarray(v, dtype="float32")) for k, v in out.items()}
