"""Train every head on one encoder: python -m models.train.train DATA WEIGHTS OUT [CONFIG] [NAME=VALUE]...

DATA is the folder of corpora, WEIGHTS the folder with MiniLM's model.safetensors and
tokenizer.json, OUT takes checkpoints and the log. Run again after an interruption, it goes on
from the last checkpoint. `without=K` leaves out part K of the articles (every n-th, n being `parts` in the
configuration), so that what is learnt can judge them. `encoder=FILE` begins with an encoder trained further
(models.train.pretrain). `start=PIPELINE` begins with the weights of a shipped pipeline,
`posteriors=FOLDER` learns from what teachers think, too (models.train.posteriors). `epochs=N` is the length of every
stage, `layer_decay=X` lets lower layers of the encoder learn slower, `adversarial=X` learns each batch a second time
with its words moved that far to where it is worst, `seed=N` draws otherwise.
"""

import json
import random
import sys
import time
from pathlib import Path

import torch
import yaml
from safetensors.torch import load_file

from claimx.tokenizer import blank
from claimx.wordpieces import N_SHAPES, WordPieces
from models.train import corpora, restore, windows
from models.train import network as network_module
from models.train.network import Network
from models.train.posteriors import learn_from

SAVE_EVERY = 300  # seconds
# Scores of one label behind another, learnt at a rate of their own.
STEPS = ("transitions", "habit_steps")
_PARTS = ("encoder", "second", "scorer")
SPEAKERS = [Path(__file__).parents[1] / "annotations" / "speakers" / part for part in _PARTS]


def load(data: Path, wordpieces: WordPieces, labels: dict[str, list[str]], split: str) -> dict[str, list]:
    nlp = blank()
    tasks = {
        "attribution": corpora.polnear(data / f"attribution/polnear-{split}.jsonl.gz", nlp, wordpieces),
        "treebanks": [],
    }
    for treebank in ("ewt", "gum"):
        tasks["treebanks"] += corpora.treebank(
            data / f"syntax/{treebank}-{split}.conllu.gz", nlp.vocab, wordpieces, labels
        )
    if split == "train":
        polnear = data / "attribution/polnear-train.jsonl.gz"
        tasks["speakers"] = [x for part in SPEAKERS for x in corpora.speakers(part, polnear, nlp, wordpieces)]
        tasks["gmb"] = corpora.entities(data / "ner/gmb-train.iob2.gz", "gmb", nlp.vocab, wordpieces)
        tasks["gum"] = corpora.entities(data / "ner/gum-train.iob2.gz", "gum", nlp.vocab, wordpieces)
        tasks["wikigold"] = corpora.entities(data / "ner/wikigold.conllu.gz", "wikigold", nlp.vocab, wordpieces)
    else:
        tasks["uner"] = corpora.entities(data / "ner/uner-ewt-dev.iob2.gz", "uner", nlp.vocab, wordpieces)
    return tasks


def read_labels(data: Path) -> dict[str, list[str]]:
    """The label sets, from the training treebanks; what a tree calls `root` spaCy calls ROOT."""
    found: dict[str, set[str]] = {"pos": set(), "tag": set(), "dep": set()}
    for treebank in ("ewt", "gum"):
        for document in corpora.conllu(data / f"syntax/{treebank}-train.conllu.gz"):
            for _, sentence in document:
                for _, pos, tag, _, dep, _ in sentence:
                    for kind, label in (("pos", pos), ("tag", tag), ("dep", dep)):
                        found[kind].add(label)
    labels = {kind: sorted(v) for kind, v in found.items()}
    return {"spans": corpora.SPAN_LABELS, "entities": corpora.ENTITY_LABELS, **labels}


def epoch_batches(tasks, config, stage, wordpieces, epoch: int):
    """The epoch's batches in order; the same for the same seed, stage and epoch."""
    rng = random.Random(f"{config['seed']}-{stage['name']}-{epoch}")
    batches = []
    for task, examples in tasks.items():
        examples = [e if not isinstance(e, list) else e[epoch % len(e)] for e in examples]
        share = stage["tasks"].get(task, 0)
        if share < 1:
            examples = rng.sample(examples, int(share * len(examples)))
        cut = [(e, *w) for e in examples for w in windows.cut(e, config["window"] - 2, rng)]
        rng.shuffle(cut)
        # Windows of like length side by side, so that little is padded.
        for i in range(0, len(cut), 32 * config["batch"]):
            pool = sorted(cut[i : i + 32 * config["batch"]], key=lambda w: w[2] - w[1])
            batch: list = []
            for w in pool:
                if (batch and (len(batch) + 1) * (w[2] - w[1]) > config["batch"] * config["window"]) or len(
                    batch
                ) == 3 * config["batch"]:
                    batches.append(batch)
                    batch = []
                batch.append(w)
            if batch:
                batches.append(batch)
    rng.shuffle(batches)
    for batch in batches:
        made = [w for e, a, b in batch if (w := windows.window(e, a, b, rng, wordpieces))]
        if made:
            yield windows.collate(made)


def evaluate(network, tasks, config, wordpieces) -> dict[str, float]:
    network.eval()
    count: dict[str, list[float]] = {}

    def add(name, right, total):
        c = count.setdefault(name, [0, 0])
        c[0] += float(right)
        c[1] += float(total)

    for examples in tasks.values():
        examples = [e if not isinstance(e, list) else e[0] for e in examples]
        cut = [(e, *w) for e in examples for w in windows.cut(e, config["window"] - 2, random.Random(1))]
        cut.sort(key=lambda w: w[2] - w[1])
        for i in range(0, len(cut), 16):
            made = [w for e, a, b in cut[i : i + 16] if (w := windows.window(e, a, b, None, wordpieces))]
            if not made:
                continue
            batch = windows.collate(made)
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                x, _ = network.tokens(batch)
                if "spans" in batch:
                    gold, guess = batch["spans"], network.span_scores(x)[0].argmax(-1)
                    add("spans", (guess == gold)[gold > 0].sum(), (gold > 0).sum())
                    for name, pointer in (("cue", network.to_cue), ("source", network.to_source)):
                        s = pointer(x).float().masked_fill(~batch["present"].unsqueeze(1), -1e4).argmax(-1)
                        add(name, (s == batch[name])[batch[name] >= 0].sum(), (batch[name] >= 0).sum())
                elif "pos" in batch:
                    known = batch["pos"] >= 0
                    for name, head in (
                        ("pos", network.pos),
                        ("tag", network.tag),
                        ("sentence_start", network.sentences),
                    ):
                        add(name, (head(x).argmax(-1) == batch[name])[known].sum(), known.sum())
                    same = batch["sentence"].unsqueeze(2) == batch["sentence"].unsqueeze(1)
                    heads = network.arcs(x).float().masked_fill(~same, -1e4).argmax(-1)
                    deps = network.relations.at(x, heads).argmax(-1)
                    whole = batch["head"] >= 0
                    right = (heads == batch["head"]) & whole
                    add("uas", right.sum(), whole.sum())
                    add("las", (right & (deps == batch["dep"])).sum(), whole.sum())
                else:
                    guess = network.entities(x).argmax(-1)
                    named = ~batch["entities"][..., 0] & batch["entities"].any(-1)
                    add(
                        "entity tokens",
                        batch["entities"].gather(-1, guess.unsqueeze(-1)).squeeze(-1)[named].sum(),
                        named.sum(),
                    )
    network.train()
    return {k: round(100 * a / max(1, b), 2) for k, (a, b) in count.items()}


def main(data: Path, weights: Path, out: Path, config_path: Path, options: dict[str, str]) -> None:
    config = yaml.safe_load(config_path.read_text())
    for stage in config["stages"]:
        stage["epochs"] = int(options.get("epochs", stage["epochs"]))
    for name, usual in (("layer_decay", 1.0), ("adversarial", 0.0), ("seed", config["seed"])):
        config[name] = type(usual)(options.get(name, config.get(name, usual)))
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    network_module.seed(config["seed"])
    wordpieces = WordPieces.from_file(weights / "tokenizer.json")
    labels = read_labels(data)
    (out / "labels.json").write_text(json.dumps(labels))
    tasks, dev = (load(data, wordpieces, labels, split) for split in ("train", "dev"))
    if "without" in options:
        articles, part = tasks["attribution"], int(options["without"])
        tasks["attribution"] = [a for i, a in enumerate(articles) if i % config["parts"] != part]
    if "posteriors" in options:
        learn_from(Path(options["posteriors"]), tasks)
    pretrained = load_file(weights / "model.safetensors")
    vocabulary = len(pretrained["embeddings.word_embeddings.weight"])
    network = Network(config["network"], labels, vocabulary, N_SHAPES, len(corpora.ANNOTATORS))
    network.encoder.load_minilm(pretrained)
    if "encoder" in options:
        network.encoder.load_state_dict(torch.load(options["encoder"], weights_only=True))
    if "start" in options:
        rest = network.load_state_dict(restore.state(Path(options["start"])), strict=False)
        assert not rest.unexpected_keys, rest
        assert set(rest.missing_keys) == {"habits", "habit_steps"}, rest  # annotators' habits do not ship
    if "kept" in config["weights"]:
        network.remember()

    checkpoint = out / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else {"stage": 0}
    if "network" in state:
        network.load_state_dict(state["network"])
    for number, stage in enumerate(config["stages"]):
        if number >= state["stage"]:
            resumed = state if number == state["stage"] and "optimizer" in state else None
            train(network, config, stage, number, tasks, dev, wordpieces, out, resumed)


def train(network, config, stage, stage_number, tasks, dev, wordpieces, out: Path, resumed) -> None:
    """One stage; what it leaves in the network and in average.pt is the mean of its last weights."""
    network.crf, network.believed = stage["crf"], stage.get("believed", 1.0)
    optimizer = torch.optim.AdamW(rates(network, config, stage), betas=(0.9, 0.98), fused=True)
    per_epoch = sum(1 for _ in epoch_batches(tasks, config, stage, wordpieces, 0))
    total = per_epoch * stage["epochs"]
    warmup = max(1, int(config["warmup"] * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: (s + 1) / warmup if s < warmup else max(0.0, (total - s) / (total - warmup))
    )
    average = [p.detach().clone() for p in network.parameters()]
    begin = done = 0
    if resumed:
        optimizer.load_state_dict(resumed["optimizer"])
        schedule.load_state_dict(resumed["schedule"])
        average = resumed["average"]
        begin, done = resumed["epoch"], resumed["step"]
    network_module.seed(config["seed"] + 1000 * stage_number + begin * per_epoch + done)

    def save(epoch, step):
        torch.save(
            {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "average": average,
                "stage": stage_number,
                "epoch": epoch,
                "step": step,
            },
            out / "checkpoint.new",
        )
        (out / "checkpoint.new").replace(out / "checkpoint.pt")

    def log(**what):
        with (out / "log.jsonl").open("a") as f:
            print(json.dumps(what), file=f)
        print(json.dumps(what), flush=True)

    log(stage=stage["name"], steps_per_epoch=per_epoch, epochs=stage["epochs"], threads=torch.get_num_threads())
    clock = saved = time.monotonic()
    running: dict[str, float] = {}
    for epoch in range(begin, stage["epochs"]):
        for number, batch in enumerate(epoch_batches(tasks, config, stage, wordpieces, epoch)):
            if epoch == begin and number < done:
                continue
            with torch.autocast("cpu", dtype=torch.bfloat16):
                losses = network(batch)
            loss = sum(config["weights"][k] * v for k, v in losses.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if config["adversarial"]:
                again(network, batch, config)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step = schedule.last_epoch
            decay = min(config["average"], (step + 1) / (step + 10))
            torch._foreach_lerp_(average, [p.detach() for p in network.parameters()], 1 - decay)
            for k, v in losses.items():
                running[k] = 0.98 * running.get(k, v.item()) + 0.02 * v.item()
            if step % 50 == 0:
                log(
                    epoch=epoch,
                    step=step,
                    of=total,
                    seconds=round(time.monotonic() - clock),
                    **{k: round(v, 3) for k, v in running.items()},
                )
            if time.monotonic() - saved > SAVE_EVERY:
                save(epoch, number + 1)
                saved = time.monotonic()
        save(epoch + 1, 0)
        mine = [p.detach().clone() for p in network.parameters()]
        set_weights(network, average)
        log(
            stage=stage["name"],
            epoch=epoch,
            dev=evaluate(network, dev, config, wordpieces),
            seconds=round(time.monotonic() - clock),
        )
        network.settle()
        torch.save(network.state_dict(), out / "average.pt")
        set_weights(network, mine)
    set_weights(network, average)


def again(network, batch, config) -> None:
    """Adds the gradients of the batch as it would be worst: its words moved by `adversarial` along their own gradient
    (Miyato, Dai and Goodfellow 2017, https://arxiv.org/abs/1605.07725)."""
    words = network.encoder.words.weight
    moved = config["adversarial"] * words.grad / words.grad.norm().clamp(min=1e-8)
    before, network.before = network.before, []
    with torch.no_grad():
        words += moved
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = network(batch)
    sum(config["weights"][k] * v for k, v in losses.items()).backward()
    with torch.no_grad():
        words -= moved
    network.before = before


def rates(network, config, stage) -> list[dict]:
    """The parameters by how fast they learn. With a `layer_decay` below 1 every layer of the encoder learns slower by
    that factor than the one above it (Howard and Ruder 2018, https://aclanthology.org/P18-1031)."""
    groups: dict[tuple[float, float], list] = {}
    for name, parameter in network.named_parameters():
        decay = config["weight_decay"] if parameter.ndim > 1 else 0.0
        if name in STEPS:
            rate, decay = float(stage["transition_rate"]), 0.0
        elif name.startswith("encoder."):
            below = len(network.encoder.layers) - _depth(name)
            rate = float(stage["encoder_rate"]) * config["layer_decay"] ** below
        else:
            rate = float(stage["head_rate"])
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": group, "lr": rate, "weight_decay": decay} for (rate, decay), group in groups.items()]


def _depth(name: str) -> int:
    """Of a parameter of the encoder its layer, from 1 on, 0 for the embeddings."""
    _, part, number, *_ = [*name.split("."), ""]
    return int(number) + 1 if part == "layers" else 0


def set_weights(network, weights) -> None:
    with torch.no_grad():
        for p, w in zip(network.parameters(), weights, strict=True):
            p.copy_(w)


if __name__ == "__main__":
    paths = [a for a in sys.argv[1:] if "=" not in a]
    if len(paths) not in (3, 4):
        sys.exit(__doc__)
    config = Path(paths[3]) if len(paths) > 3 else Path(__file__).with_name("config.yaml")
    main(*map(Path, paths[:3]), config, dict(a.split("=", 1) for a in sys.argv[1:] if "=" in a))
