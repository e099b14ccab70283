"""Masked-language training of the encoder on the texts at hand: python -m models.train.pretrain DATA WEIGHTS OUT

Before any head is trained, the encoder goes on with what BERT began (Devlin et al. 2019; on texts of the domain
Gururangan et al. 2020, https://aclanthology.org/2020.acl-main.740): whole words are hidden, and their wordpieces and
letter case are told from what stands around them. The two embeddings that MiniLM does not have, letter case and
paragraph starts, are learnt here as well. OUT takes checkpoint.pt, from which it goes on when it is started again, and
encoder.pt for `encoder=` of models.train.train. Settings: pretrain.yaml.
"""

import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import yaml
from safetensors.torch import load_file
from spacy.tokens import Doc
from torch import nn
from torch.nn import functional as F

from claimx.tokenizer import blank
from claimx.wordpieces import N_SHAPES, Pieces, WordPieces
from models.train import corpora
from models.train import network as network_module
from models.train.network import Encoder

SAVE_EVERY = 300  # seconds


def texts(data: Path, wordpieces: WordPieces) -> list[Pieces]:
    """Every text of the training sets, none of a development set."""
    nlp = blank()
    articles = [
        json.loads(line)["text"]
        for name in ("polnear", "gum-rst")
        for line in corpora.lines(data / f"attribution/{name}-train.jsonl.gz")
    ]
    for name in ("factbank", "wiki"):
        parts: dict[str, list[str]] = {}
        for line in corpora.lines(data / f"hedges/szeged-{name}-train.jsonl.gz"):
            sentence = json.loads(line)
            parts.setdefault(sentence["doc"], []).append(sentence["text"])
        articles += [" ".join(sentences) for sentences in parts.values()]
    out = [wordpieces(nlp.make_doc(text)) for text in articles]
    for document in corpora.conllu(data / "syntax/ewt-train.conllu.gz"):
        rows = [row for _, sentence in document for row in sentence]
        out.append(wordpieces(Doc(nlp.vocab, words=[r[0] for r in rows], spaces=[r[-1] for r in rows])))
    for name in ("ner/gmb-train.iob2.gz", "ner/wikigold.conllu.gz"):
        sentences = list(corpora.bio_sentences(data / name))
        for i in range(0, len(sentences), 12):
            words = [word for sentence in sentences[i : i + 12] for word, _ in sentence]
            out.append(wordpieces(Doc(nlp.vocab, words=words)))
    return out


def batches(documents: list[Pieces], config: dict, epoch: int):
    """Batches of (document, first piece, last piece), of like length, in the same order for the same seed and epoch."""
    rng = random.Random(f"{config['seed']}-{epoch}")
    size, cut = config["window"] - 2, []
    for p in documents:
        at = 0
        room = rng.randint(size // 3, size) if len(p) > size else size
        while at < len(p):
            stop = min(at + room, len(p))
            if stop - at > 15:
                cut.append((p, at, stop))
            at, room = stop, size
    rng.shuffle(cut)
    most, out = config["batch"] * size, []
    for i in range(0, len(cut), 32 * config["batch"]):
        pool = sorted(cut[i : i + 32 * config["batch"]], key=lambda w: w[2] - w[1])
        batch: list = []
        for w in pool:
            if batch and (len(batch) + 1) * (w[2] - w[1]) > most:
                out.append(batch)
                batch = []
            batch.append(w)
        out.append(batch)
    rng.shuffle(out)
    return out


def masked(batch, config: dict, wordpieces: WordPieces, mask: int, vocabulary: int, rng: np.random.Generator):
    """A batch's tensors, with words hidden: (ids, shapes, breaks, mask), where they are, and what stood there."""
    n, longest = len(batch), max(stop - at for _, at, stop in batch) + 2
    ids, shapes, breaks = (np.zeros((n, longest), "int64") for _ in range(3))
    present, hidden = (np.zeros((n, longest), bool) for _ in range(2))
    for row, (p, at, stop) in enumerate(batch):
        k = stop - at
        ids[row, 0], ids[row, k + 1] = wordpieces.start, wordpieces.end
        ids[row, 1 : k + 1], shapes[row, 1 : k + 1], breaks[row, 1 : k + 1] = (
            values[at:stop] for values in (p.ids, p.shapes, p.breaks)
        )
        present[row, : k + 2] = True
        # Whole words: each piece is drawn with the token that it is of.
        word = np.searchsorted(p.first, np.arange(at, stop), side="right")
        hidden[row, 1 : k + 1] = (rng.random(word[-1] - word[0] + 1) < config["hidden"])[word - word[0]]
    gold_ids, gold_shapes = ids[hidden], shapes[hidden]
    lot = rng.random(len(gold_ids))
    ids[hidden] = np.where(lot < 0.8, mask, np.where(lot < 0.9, rng.integers(1000, vocabulary, len(lot)), gold_ids))
    shapes[hidden] = np.where(lot < 0.9, 0, gold_shapes)
    inputs = [torch.from_numpy(a) for a in (ids, shapes, breaks, present)]
    return inputs, torch.from_numpy(hidden), torch.from_numpy(gold_ids), torch.from_numpy(gold_shapes)


class Guesser(nn.Module):
    """The encoder with the two heads that training on hidden words needs and nothing else does."""

    def __init__(self, encoder: Encoder, width: int, vocabulary: int):
        super().__init__()
        self.encoder = encoder
        self.change = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.shape = nn.Linear(width, N_SHAPES)

    def forward(self, inputs, hidden, gold_ids, gold_shapes):
        x = self.norm(F.gelu(self.change(self.encoder(*inputs)[0][hidden])))
        words = F.cross_entropy(F.linear(x, self.encoder.words.weight, self.bias).float(), gold_ids)
        return words, F.cross_entropy(self.shape(x).float(), gold_shapes)


def main(data: Path, weights: Path, out: Path) -> None:
    config = yaml.safe_load(Path(__file__).with_name("pretrain.yaml").read_text())
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    wordpieces = WordPieces.from_file(weights / "tokenizer.json")
    mask = json.loads((weights / "tokenizer.json").read_text())["model"]["vocab"]["[MASK]"]
    pretrained = load_file(weights / "model.safetensors")
    vocabulary = len(pretrained["embeddings.word_embeddings.weight"])
    encoder = Encoder(vocabulary, N_SHAPES, width=config["width"], dropout=config["dropout"])
    encoder.load_minilm(pretrained)
    model = Guesser(encoder, config["width"], vocabulary)
    documents = texts(data, wordpieces)
    plan = [b for epoch in range(config["epochs"]) for b in batches(documents, config, epoch)]
    total, warmup = len(plan), int(config["warmup"] * len(plan))
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=float(config["rate"]), weight_decay=config["weight_decay"], betas=(0.9, 0.98), fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: (s + 1) / warmup if s < warmup else max(0.0, (total - s) / (total - warmup))
    )
    checkpoint, begin = out / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        begin = state["step"]

    def save(step: int) -> None:
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state | {"schedule": schedule.state_dict(), "step": step}, out / "checkpoint.new")
        (out / "checkpoint.new").replace(checkpoint)

    print(json.dumps({"pieces": sum(map(len, documents)), "steps": total}), flush=True)
    clock = saved = time.monotonic()
    running = [0.0, 0.0]
    for step in range(begin, total):
        rng = np.random.default_rng([config["seed"], step])
        network_module.seed(config["seed"] + step)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            losses = model(*masked(plan[step], config, wordpieces, mask, vocabulary, rng))
        optimizer.zero_grad(set_to_none=True)
        (losses[0] + 0.2 * losses[1]).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = [r + (v.item() - r) / min(step - begin + 1, 100) for r, v in zip(running, losses, strict=True)]
        if step % 50 == 0:
            log = {"step": step, "of": total, "seconds": round(time.monotonic() - clock)}
            print(json.dumps(log | {"words": round(running[0], 3), "case": round(running[1], 3)}), flush=True)
        if time.monotonic() - saved > SAVE_EVERY:
            save(step + 1)
            saved = time.monotonic()
    torch.save(encoder.state_dict(), out / "encoder.pt")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
