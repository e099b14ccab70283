"""From trained weights to the shipped pipeline: python -m models.train.export RUN WEIGHTS OUT

RUN is the training's folder, WEIGHTS holds tokenizer.json, OUT becomes the spaCy pipeline. The
encoder goes to ONNX with onnxruntime's fused transformer operators and is quantised to 8 bits
(dynamic: activations are measured at run time); the heads stay 32-bit floats, stored as 16. What reads news with the
heads of tags, trees and entities is learnt next (models.train.tagging, parsing, naming); until then OUT reads nothing.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from claimx.attribution import Attributor
from claimx.encoder import EncoderComponent
from claimx.heads import Head
from claimx.tokenizer import blank
from models.train.network import MIDDLE

VERSION = "0.1.0"
HEADS = 12
HEAD_PARTS = {
    "claimx_tagger": ("sentences", "pos", "tag"),
    "claimx_parser": ("arcs", "relations"),
    "claimx_entities": ("entities",),
    "claimx_attribution": ("spans", "transitions", "to_cue", "to_source"),
}
HEAD_LABELS = {
    "claimx_tagger": ("pos", "tag"),
    "claimx_parser": ("dep",),
    "claimx_entities": ("entities",),
    "claimx_attribution": ("spans",),
}


def encoder_graph(state: dict[str, np.ndarray], layers: int) -> onnx.ModelProto:
    """The float encoder as one graph: (1, pieces) of ids, shapes and breaks to (1, pieces, width)."""
    nodes, constants = [], []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(kind: str, inputs: list[str], output: str, domain: str = "", **attributes) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], output, domain=domain, **attributes))
        return output

    def table(name: str, key: str) -> str:
        return node("Gather", [constant(name, state[f"{key}.weight"]), key], key + ".rows")

    words = node("Gather", [constant("words", state["words.weight"]), "ids"], "words.rows")
    length = node("Shape", ["ids"], "length", start=1)
    zero = constant("zero", np.array([0]))
    positions = node("Slice", [constant("positions", state["positions.weight"]), zero, length, zero], "positions.rows")
    x = node("Add", [words, positions], "sum.1")
    x = node("Add", [x, table("shape_table", "shapes")], "sum.2")
    x = node("Add", [x, table("break_table", "breaks")], "sum.3")
    x = node(
        "LayerNormalization",
        [x, constant("norm.w", state["norm.weight"]), constant("norm.b", state["norm.bias"])],
        "embedded",
        epsilon=1e-12,
    )
    for i in range(layers):
        p = f"layers.{i}."

        def matrix(part: str, p: str = p) -> str:
            return constant(p + part + ".w", state[p + part + ".weight"].T)

        def vector(part: str, kind: str = "bias", p: str = p) -> str:
            return constant(p + part + "." + kind, state[p + part + "." + kind])

        def skip(a: str, b: str, norm: str, bias: str, p: str = p) -> str:
            return node(
                "SkipLayerNormalization",
                [a, b, vector(norm, "weight"), vector(norm), bias],
                p + norm + ".out",
                domain="com.microsoft",
                epsilon=1e-12,
            )

        mixed = node(
            "Attention", [x, matrix("qkv"), vector("qkv")], p + "mixed", domain="com.microsoft", num_heads=HEADS
        )
        x = skip(x, node("MatMul", [mixed, matrix("out")], p + "projected"), "norm1", vector("out"))
        up = node("MatMul", [x, matrix("up")], p + "up.raw")
        up = node("BiasGelu", [up, vector("up")], p + "up.act", domain="com.microsoft")
        x = skip(x, node("MatMul", [up, matrix("down")], p + "down.raw"), "norm2", vector("down"))
        if i + 1 == MIDDLE:
            nodes[-1].output[0] = x = "middle"
    nodes[-1].output[0] = "hidden"
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT32, [1, "pieces"]) for n in ("ids", "shapes", "breaks")]
    width = state["norm.weight"].shape[0]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "pieces", width]) for name in ("hidden", "middle")
    ]
    graph = helper.make_graph(nodes, "claimx-encoder", inputs, outputs, constants)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=8
    )


def quantise(model: onnx.ModelProto, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "float.onnx")
        onnx.save(model, path)
        # Signed weights of seven bits, a scale for each column: as exact as eight where the processor has
        # instructions for that, and no sums overflow where it has not.
        quantize_dynamic(
            path,
            out,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def add_lemmatizer(nlp) -> None:
    """spaCy's rule lemmatizer with the tables of spacy-lookups-data, and what they leave open.

    The last rule that gives a known verb wins: so "hopes" is "hope" and not "hop". Auxiliaries and
    particles have no table of their own.
    """
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lambda: [], nlp=nlp)
    exceptions, index, rules = (lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("exc", "index", "rules"))
    rules["verb"] = sorted(rules["verb"], key=lambda rule: rule[1])
    verbs = set(index["verb"])
    # "singing" is of "sing", for all that there is "singe".
    index["verb"] = sorted(v for v in verbs if not (v.endswith("nge") and v[:-1] in verbs))
    forms = {
        "be": "am are is was were been being 's 'm 're ’s ’m ’re ai",
        "have": "has had having 've ’ve",
        "do": "does did doing done",
        "would": "'d ’d",
        "will": "'ll ’ll wo",
        "can": "ca",
        "shall": "sha",
    }
    plain = [
        "be",
        "have",
        "do",
        "would",
        "will",
        "can",
        "shall",
        "may",
        "could",
        "should",
        "must",
        "might",
        "ought",
        "get",
    ]
    exceptions["aux"] = {form: [lemma] for lemma, others in forms.items() for form in others.split()}
    exceptions["aux"] |= {word: [word] for word in plain}
    exceptions["part"] = {
        "n't": ["not"],
        "n’t": ["not"],
        **{word: [word] for word in ("not", "to", "'s", "’s", "'", "’")},
    }


def main(run: Path, weights: Path, out: Path) -> None:
    state = {k: v.float().numpy() for k, v in torch.load(run / "average.pt", weights_only=True).items()}
    labels = json.loads((run / "labels.json").read_text())
    encoder_state = {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")}
    layers = 1 + max(int(k.split(".")[1]) for k in encoder_state if k.startswith("layers."))

    def weights_of(parts: tuple[str, ...]) -> dict[str, np.ndarray]:
        return {key: value.astype("float16") for key, value in state.items() if key.split(".")[0] in parts}

    nlp = blank()
    encoder = nlp.add_pipe("claimx_encoder")
    assert isinstance(encoder, EncoderComponent)
    for name, parts in HEAD_PARTS.items():
        head = nlp.add_pipe(name)
        assert isinstance(head, Head)
        head.labels = {kind: labels[kind] for kind in HEAD_LABELS[name]}
        head.weights |= weights_of(parts)
        if name == "claimx_parser":
            add_lemmatizer(nlp)
    assert isinstance(nlp.get_pipe("claimx_attribution"), Attributor)
    with tempfile.TemporaryDirectory() as folder:
        quantise(encoder_graph(encoder_state, layers), Path(folder, "encoder.onnx"))
        Path(folder, "tokenizer.json").write_bytes((weights / "tokenizer.json").read_bytes())
        encoder.from_disk(folder)
        nlp.meta.update(
            name="claimx", version=VERSION, license="CC BY-SA 4.0", description="Who claims what, in English news"
        )
        nlp.to_disk(out)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:4]))
